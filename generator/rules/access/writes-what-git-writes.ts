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
  summary: "A role lets a tenant's members write objects that only git may write in its namespace.",
  docs: {
    why: "Quotas, network policies, roles, routes and all of Seldon's kinds in a tenant's namespace come from reviewed files. A user who can write them past git changes the reviewed state until Argo CD reverts it, a second later or after the next failed sync. In that time a policy is open, or a route takes the requests of others. The cluster's admission policies reject such writes, so the right cannot be used.",
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
    fix: "Grant get, list and watch, and let the team propose changes to its tenant file. List platform engineers who fix objects by hand under administrators in platform.yaml.",
  },
  inCluster: [
    ...[guardrailPolicies, namespacePolicies, ownershipPolicies, routePolicies].map((policy) => ({
      policy,
      compliesWhen: "false",
      message:
        '"writing " + request.resource.resource + " is not allowed: in this namespace they come from git. Change the file in git."',
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
        message: `${role.object.kind} ${role.name} allows writing ${some}${written.length > 3 ? " and more" : ""}, which only git may write`,
        hint: "Admission policies reject such writes. Grant get, list and watch.",
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
