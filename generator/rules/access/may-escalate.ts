import { replaced } from "../../diagnostics/example.ts";
import type { EscalationPathName } from "../../evaluate/access/escalation-paths.ts";
import { escalationsFrom } from "../../evaluate/access/escalations.ts";
import { roleRulesOf } from "../../evaluate/access/policy-rule.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { roleKind } from "../../models/kinds.ts";
import { countText } from "../../text/counted.ts";
import { defineRule } from "../rule.ts";
import { bindingsOf, roleKinds, subjectsOf } from "./bindings.ts";

export const accessMayEscalate = defineRule({
  code: "access/may-escalate",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: roleKinds,
  summary: "A Role lets its subjects obtain more rights, or change quotas, limits or policies.",
  docs: {
    why: "A subject with the verb bind, escalate or impersonate can obtain the rights of other subjects. A subject that can edit quotas, limits, policies, admission webhooks or the labels of a namespace can remove the isolation between tenants. The API server accepts a Role with these verbs and resources without a warning.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: lead, namespace: churn }
rules:
  - { apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [get, create] }
`,
    valid: replaced("verbs: [get, create]", "verbs: [get]"),
    fix: "Remove the verb or the resource from the Role. Change roles, quotas and policies through git, where a reviewer checks each change.",
  },
  *check(role, manifestSet) {
    const namespace = role.kind === roleKind ? (role.namespace ?? "") : undefined;
    for (const [index, rule] of roleRulesOf({ ...role.object }).entries()) {
      const [first, ...others] = escalationsFrom(rule, namespace).filter(({ way }) => forbidden.has(way));
      if (first === undefined || isOperators(role, manifestSet)) continue;
      yield {
        at: role.at(["rules", index], "value"),
        message: `escalation path in ${role.object.kind} ${role.name}: a subject of this role ${first.sentence}`,
        hint:
          others.length === 0
            ? "Remove the verb or the resource."
            : `Remove the verbs or the resources. The rule opens ${countText(others.length, "more escalation path")}.`,
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

/** Seldon's operator creates Roles for its runtimes, and its chart grants the rights that this needs (2.9.1). */
function isOperators(role: Manifest, manifestSet: ManifestSet): boolean {
  const subjects = bindingsOf(role, manifestSet).flatMap((binding) => subjectsOf(binding));
  return (
    subjects.length > 0 && subjects.every(({ subject }) => subject?.name === manifestSet.seldon.access.operator.account)
  );
}
