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
  summary: "Nobody of a tenant may write by hand what in its namespace only git writes.",
  docs: {
    why: "Quotas, network policies, roles, routes and all of Seldon's kinds in a tenant's namespace come out of reviewed files. Who may write them past git changes what was reviewed until Argo CD puts it back, a second later or after the next failed sync; in that time a policy is open, or a route takes somebody's requests. The cluster's admission policies refuse it, so the right is one that nobody can use.",
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
    fix: "Let the team propose the change to its file, and give get, list and watch. Who of the platform fixes by hand stands under administrators in platform.yaml.",
  },
  inCluster: [
    ...[guardrailPolicies, namespacePolicies, ownershipPolicies, routePolicies].map((policy) => ({
      policy,
      holds: "false",
      found: '"only git writes " + request.resource.resource + " here"',
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
        message: `${role.object.kind} ${role.name} lets people write ${some}${written.length > 3 ? " and more" : ""}, which only git writes`,
        hint: "Admission policies refuse it: give get, list and watch.",
        related:
          role.kind === roleKind
            ? []
            : holders.slice(0, 1).map((holder) => ({ at: holder.at(), message: holder.name })),
      };
    }
  },
});

/** Whether a binding in a tenant's namespace names anybody but the platform's own people and controllers. */
function bindsTenant(binding: Manifest, manifestSet: ManifestSet): boolean {
  if (tenantOf(manifestSet, binding.namespace) === undefined) return false;
  const platforms = ["system:masters", ...(manifestSet.context.platform?.spec.administrators ?? [])];
  return subjectsOf(binding).some(({ subject }) => {
    if (subject === undefined) return false;
    if (subject.kind !== "ServiceAccount") return !(subject.kind === "Group" && platforms.includes(subject.name));
    return tenantOf(manifestSet, subject.namespace) !== undefined;
  });
}

function writtenBy(rule: RoleRule): readonly string[] {
  const named = platformResources.flatMap(({ group, resources }) => resources.map((resource) => ({ group, resource })));
  const asked = rule.apiGroups.flatMap((group) =>
    rule.resources.filter((resource) => isPlatformResource(group, resource)).map((resource) => ({ group, resource })),
  );
  const all = [...named.filter(({ resource }) => resource !== "*"), ...asked].filter(({ group, resource }) => {
    const [name = "", subresource] = resource.split("/");
    return writing.some((verb) =>
      ruleAllows(rule, { verb, group, resource: name, subresource, name: rule.resourceNames[0] }),
    );
  });
  return [...new Set(all.map(({ resource }) => resource))];
}
