import { replaced } from "../../diagnostics/example.ts";
import { harmlessRoles } from "../../evaluate/access/built-in-roles.ts";
import { broadGroups } from "../../evaluate/access/subject.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { bindingKinds, subjectsOf } from "./bindings.ts";

export const accessEverybody = defineRule({
  code: "access/everybody",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: bindingKinds,
  summary: "A role is bound to a built-in group of all users, all pods or all unauthenticated clients.",
  docs: {
    why: "The group system:authenticated contains every client that the API server authenticates: all tenants, and every pod with a token. The group system:serviceaccounts contains every pod with a token. The group system:unauthenticated contains every client that reaches the API server without credentials. A RoleBinding for such a group limits the rights to one namespace, but not to the users of this namespace.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: viewers, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: viewer }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated" }]
`,
    valid: replaced(`name: "system:authenticated"`, "name: retention-analysts"),
    fix: "Bind the role only to the groups or ServiceAccounts that need it.",
  },
  *check(binding) {
    if (harmlessRoles.includes(textAt(binding.object, "roleRef", "name") ?? "")) return;
    for (const { path, subject } of subjectsOf(binding)) {
      const members = subject === undefined ? undefined : membersOf(subject.kind, subject.name);
      if (members === undefined) continue;
      yield {
        at: binding.at([...path, "name"], "value"),
        message: `subject ${subject?.kind} ${subject?.name} is not allowed: it covers ${members}`,
        hint: "Bind the role only to the groups or ServiceAccounts that need it.",
      };
    }
  },
});

function membersOf(kind: string, name: string): string | undefined {
  const anyClient = "every client that reaches the API server";
  if (kind === "User") return name === broadGroups.anonymous ? anyClient : undefined;
  if (kind !== "Group") return undefined;
  if (name === broadGroups.authenticated)
    return "every client that the API server authenticates (all tenants, and every pod with a token)";
  if (name === broadGroups.unauthenticated) return anyClient;
  if (name === broadGroups.accounts) return "every pod of the cluster that has a token";
  const [, namespace] = name.split(`${broadGroups.accounts}:`);
  return namespace === undefined || namespace === "" ? undefined : `every pod of ${namespace} that has a token`;
}
