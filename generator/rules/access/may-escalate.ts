import { replaced } from "../../diagnostics/example.ts";
import type { EscalationPathName } from "../../evaluate/access/escalation-paths.ts";
import { escalationsFrom } from "../../evaluate/access/escalations.ts";
import { roleRulesOf } from "../../evaluate/access/policy-rule.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { roleKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { bindingsOf, roleKinds, subjectsOf } from "./bindings.ts";

export const accessMayEscalate = defineRule({
  code: "access/may-escalate",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: roleKinds,
  summary: "A Role opens a way to more than it says: to other roles, identities, quotas, limits or policies.",
  docs: {
    why: "Whoever may bind, escalate or impersonate has what others have. Whoever may edit quotas, limits, policies, labels of the namespace or admission takes away what keeps tenants apart. Kubernetes allows it without a word: to it these are verbs and resources like any other.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: lead, namespace: churn }
rules:
  - { apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [get, create] }
`,
    valid: replaced("verbs: [get, create]", "verbs: [get]"),
    fix: "Take the verb or the resource away. What has to change comes by git, where somebody reviews it.",
  },
  *check(role, manifestSet) {
    const namespace = role.kind === roleKind ? (role.namespace ?? "") : undefined;
    for (const [index, rule] of roleRulesOf({ ...role.object }).entries()) {
      const [first, ...others] = escalationsFrom(rule, namespace).filter(({ way }) => forbidden.has(way));
      if (first === undefined || isOperators(role, manifestSet)) continue;
      yield {
        at: role.at(["rules", index], "value"),
        message: `whoever has ${role.object.kind} ${role.name} ${first.sentence}`,
        hint:
          others.length === 0
            ? "Take the verb or the resource away."
            : `Take the verbs or resources away: it opens ${others.length} ways more.`,
      };
    }
  },
});

const forbidden: ReadonlySet<EscalationPathName> = new Set<EscalationPathName>([
  "tokens",
  "impersonate",
  "impersonate-users",
  "bind",
  "escalate",
  "roles",
  "cluster-roles",
  "reach-nodes",
  "host-volumes",
  "certificates",
  "admission",
  "quota",
  "policies",
  "namespaces",
  "argo-cd",
]);

/** Seldon's operator makes Roles for its runtimes: its chart gives it what that takes (2.9.1). */
function isOperators(role: Manifest, manifestSet: ManifestSet): boolean {
  const subjects = bindingsOf(role, manifestSet).flatMap((binding) => subjectsOf(binding));
  return (
    subjects.length > 0 && subjects.every(({ subject }) => subject?.name === manifestSet.seldon.access.operator.account)
  );
}
