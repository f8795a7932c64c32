import { replaced } from "../../diagnostics/example.ts";
import { escalationsFrom } from "../../evaluate/access/escalations.ts";
import { type RoleRule, roleRulesOf } from "../../evaluate/access/policy-rule.ts";
import { subjectName } from "../../evaluate/access/subject.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { clusterRoleBindingKind, clusterRoleKind, roleKind } from "../../models/kinds.ts";
import type { SeldonFacts } from "../../models/seldon/facts.ts";
import { defineRule } from "../rule.ts";
import { bindingKinds, subjectsOf } from "./bindings.ts";

export const accessReadsEverySecret = defineRule({
  code: "access/reads-every-secret",
  severity: "warning",
  over: "object",
  kinds: bindingKinds,
  summary: "A ServiceAccount can read every Secret of a namespace, or of the cluster.",
  docs: {
    why: "The verbs list and watch return the values of all Secrets. The verb get returns the values of a Secret to a client that knows the name of the Secret. If a ServiceAccount can read every Secret, an attacker in one of its pods can read every credential of the namespace. Seldon's ServiceAccounts need to read every Secret, because Seldon's agents read the Secrets of their Models. ServiceAccounts of other software do not need to read every Secret.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: training, namespace: churn }
rules: [{ apiGroups: [""], resources: [secrets], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: training, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: training }
subjects: [{ kind: ServiceAccount, name: churn-training }]
`,
    valid: replaced("verbs: [get]", "resourceNames: [feature-store], verbs: [get]"),
    fix: "List the needed Secrets under resourceNames in the role, or mount the Secrets in the pod. A pod needs no role for a Secret that it mounts.",
  },
  *check(binding, manifestSet) {
    const name = textAt(binding.object, "roleRef", "name") ?? "";
    const ofCluster = textAt(binding.object, "roleRef", "kind") === "ClusterRole";
    const role = ofCluster
      ? manifestSet.named(clusterRoleKind, undefined, name)
      : manifestSet.named(roleKind, binding.namespace, name);
    const rules = role === undefined ? [] : roleRulesOf({ ...role.object });
    // In a partial manifest set, access/wildcard already reports the wildcard.
    const isNamed = (rule: RoleRule): boolean => !rule.verbs.includes("*") && !rule.resources.includes("*");
    const reading = rules.findIndex(
      (rule) =>
        (!manifestSet.isPartial || isNamed(rule)) &&
        rule.resourceNames.length === 0 &&
        escalationsFrom(rule, undefined).some(({ way }) => way === "read-secrets"),
    );
    if (role === undefined || reading < 0) return;
    const seldons = seldonsAccounts(manifestSet.seldon);
    for (const { path, subject } of subjectsOf(binding)) {
      if (subject?.kind !== "ServiceAccount" || seldons.has(subject.name)) continue;
      yield {
        at: binding.at([...path, "name"], "value"),
        message: `too many rights of ServiceAccount ${subjectName(subject)}: it can read every Secret in ${binding.kind === clusterRoleBindingKind ? "the cluster" : describeNamespace(binding.namespace)}`,
        hint: "List the needed Secrets under resourceNames in the role, or mount the Secrets in the pod.",
        related: [
          {
            at: role.at(["rules", reading], "value"),
            message: `${role.object.kind} ${role.name} allows reading Secrets`,
          },
        ],
      };
    }
  },
});

function seldonsAccounts({ access }: SeldonFacts): ReadonlySet<string> {
  return new Set([...access.runtime.map(({ account }) => account), access.operator.account]);
}
