import { isPlatformResource, platformResources } from "../../admission/platform-resources.ts";
import { guardrailPolicies, namespacePolicies, ownershipPolicies, routePolicies } from "../../admission/platforms.ts";
import { replaced } from "../../diagnostics/example.ts";
import { type RoleRule, roleRulesOf, ruleAllows } from "../../evaluate/access/policy-rule.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { clusterRoleBindingKind, roleKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { bindingsOf, roleKinds, subjectsOf } from "./bindings.ts";

const writing = ["create", "update", "patch", "delete", "deletecollection"] as const;

export const accessWritesWhatGitWrites = defineRule({
  code: "access/writes-what-git-writes",
  severity: "error",
  over: "object",
  kinds: roleKinds,
  summary: "A role lets a tenant's team write objects that may be changed only in git.",
  docs: {
    why: "Reviewed files in git define the quotas, network policies, roles, routes and Seldon objects in a tenant's namespace. A user who changes such an object directly on the cluster bypasses the review. Until Argo CD reverts a direct change, a network policy can allow too many connections, or a route can receive the requests of another tenant. With an EndpointSlice, a Service of the tenant can send requests of the gateway to an address of another tenant. Admission policies on the cluster reject direct changes to these objects, so a role that allows them has no effect.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: tuner, namespace: churn }
rules: [{ apiGroups: [mlops.seldon.io], resources: [models], verbs: [get, patch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: tuner, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: tuner }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: retention-engineers }]
`,
    valid: replaced("verbs: [get, patch]", "verbs: [get, watch]"),
    fix: "Grant only get, list and watch, and let the team propose changes to its tenant file. If platform engineers must fix objects by hand, list them under administrators in platform.yaml.",
  },
  inCluster: [
    ...[guardrailPolicies, namespacePolicies, ownershipPolicies, routePolicies].map((policy) => ({
      policy,
      compliesWhen: "false",
      message:
        '"writing " + request.resource.resource + " is not allowed: Argo CD applies these objects from git. Change the file in git."',
    })),
  ],
  *check(role, manifestSet) {
    const holders = bindingsOf(role, manifestSet).filter(
      (binding) => binding.kind !== clusterRoleBindingKind && bindsTenant(binding, manifestSet),
    );
    if (holders.length === 0) return;
    for (const [index, rule] of roleRulesOf({ ...role.object }).entries()) {
      const written = writtenBy(rule);
      if (written.length === 0) continue;
      const some = written.slice(0, 3).join(", ");
      yield {
        at: role.at(["rules", index], "value"),
        message: `too many rights in ${role.object.kind} ${role.name}: it allows writing ${some}${written.length > 3 ? " and more" : ""}, which may change only in git`,
        hint: "Grant only get, list and watch: admission policies reject direct writes to these objects.",
        related:
          role.kind === roleKind
            ? []
            : holders.slice(0, 1).map((holder) => ({ at: holder.at(), message: holder.name })),
      };
    }
  },
});

/** Whether a binding in a tenant's namespace names a subject other than the platform's administrators and controllers. */
function bindsTenant(binding: Manifest, manifestSet: ManifestSet): boolean {
  if (tenantOf(manifestSet, binding.namespace) === undefined) return false;
  const administrators = ["system:masters", ...(manifestSet.context.platform?.spec.administrators ?? [])];
  return subjectsOf(binding).some(({ subject }) => {
    if (subject === undefined) return false;
    if (subject.kind !== "ServiceAccount") return !(subject.kind === "Group" && administrators.includes(subject.name));
    return tenantOf(manifestSet, subject.namespace) !== undefined;
  });
}

function writtenBy(rule: RoleRule): readonly string[] {
  const named = platformResources.flatMap(({ group, resources }) => resources.map((resource) => ({ group, resource })));
  const requested = rule.apiGroups.flatMap((group) =>
    rule.resources.filter((resource) => isPlatformResource(group, resource)).map((resource) => ({ group, resource })),
  );
  const all = [...named.filter(({ resource }) => resource !== "*"), ...requested].filter(({ group, resource }) => {
    const [name = "", subresource] = resource.split("/");
    return writing.some((verb) =>
      ruleAllows(rule, { verb, group, resource: name, subresource, name: rule.resourceNames[0] }),
    );
  });
  return [...new Set(all.map(({ resource }) => resource))];
}
