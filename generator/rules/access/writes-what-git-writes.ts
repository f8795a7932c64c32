import { isPlatformsResource, platformResources } from "../../admission/platform-resources.ts";
import { guarded, namespaces, owned, routes } from "../../admission/platforms.ts";
import { fixed } from "../../diagnostics/example.ts";
import { type PolicyRule, policyRulesOf, ruleAllows } from "../../evaluate/access/policy-rule.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { Scene } from "../../evaluate/manifests/scene.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { clusterRoleBindingKind, roleKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { bindingsOf, roleKinds, subjectsOf } from "./bindings.ts";

const writing = ["create", "update", "patch", "delete", "deletecollection"] as const;

export const writesWhatGitWrites = defineRule({
  code: "access/writes-what-git-writes",
  severity: "error",
  over: "object",
  kinds: roleKinds,
  summary: "Nobody of a tenant may write by hand what in its namespace only git writes.",
  page: {
    why: "Quotas, network policies, roles, routes and all of Seldon's kinds in a tenant's namespace come out of reviewed files. Who may write them past git changes what was reviewed until Argo CD puts it back, a second later or after the next failed sync; in that time a policy is open, or a route takes somebody's requests. The cluster's admission policies refuse it, so the right is one that nobody can use.",
    wrong: `
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
    right: fixed("verbs: [get, patch]", "verbs: [get, watch]"),
    mend: "Let the team propose the change to its file, and give get, list and watch. Who of the platform mends by hand stands under administrators in platform.yaml.",
  },
  inCluster: [
    ...[guarded, namespaces, owned, routes].map((policy) => ({
      policy,
      holds: "false",
      found: '"only git writes " + request.resource.resource + " here"',
    })),
  ],
  *check(role, scene) {
    const holders = bindingsOf(role, scene).filter(
      (binding) => binding.kind !== clusterRoleBindingKind && bindsTenant(binding, scene),
    );
    if (holders.length === 0) return;
    for (const [index, rule] of policyRulesOf({ ...role.object }).entries()) {
      const written = writtenBy(rule);
      if (written.length === 0) continue;
      const some = written.slice(0, 3).join(", ");
      yield {
        at: role.at(["rules", index], "value"),
        message: `${role.object.kind} ${role.name} lets people write ${some}${written.length > 3 ? " and more" : ""}, which only git writes`,
        hint: "Admission policies refuse it: give get, list and watch.",
        related: role.kind === roleKind ? [] : holders.slice(0, 1).map((one) => ({ at: one.at(), message: one.name })),
      };
    }
  },
});

/** Whether a binding in a tenant's namespace names anybody but the platform's own people and controllers. */
function bindsTenant(binding: Manifest, scene: Scene): boolean {
  if (tenantOf(scene, binding.namespace) === undefined) return false;
  const platforms = ["system:masters", ...(scene.around.platform?.spec.administrators ?? [])];
  return subjectsOf(binding).some(({ subject }) => {
    if (subject === undefined) return false;
    if (subject.kind !== "ServiceAccount") return !(subject.kind === "Group" && platforms.includes(subject.name));
    return tenantOf(scene, subject.namespace) !== undefined;
  });
}

function writtenBy(rule: PolicyRule): readonly string[] {
  const named = platformResources.flatMap(({ group, resources }) => resources.map((resource) => ({ group, resource })));
  const asked = rule.apiGroups.flatMap((group) =>
    rule.resources.filter((resource) => isPlatformsResource(group, resource)).map((resource) => ({ group, resource })),
  );
  const all = [...named.filter(({ resource }) => resource !== "*"), ...asked].filter(({ group, resource }) => {
    const [name = "", subresource] = resource.split("/");
    return writing.some((verb) =>
      ruleAllows(rule, { verb, group, resource: name, subresource, name: rule.resourceNames[0] }),
    );
  });
  return [...new Set(all.map(({ resource }) => resource))];
}
