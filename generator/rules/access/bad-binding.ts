import { rbacGroup } from "../../evaluate/access/authority.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { clusterRoleBindingKind } from "../../models/kinds.ts";
import { didYouMean, nearest } from "../../text/nearest.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { bindingKinds, subjectsOf, type WrittenSubject } from "./bindings.ts";

export const accessBadBinding = defineRule({
  code: "access/bad-binding",
  severity: "error",
  over: "object",
  kinds: bindingKinds,
  summary: "A binding has an invalid role reference or an invalid subject.",
  docs: {
    why: "The schemas of RoleBinding and ClusterRoleBinding accept any text as the kind and the API group of a role or a subject. The API server accepts only three kinds of subjects (User, Group, ServiceAccount) and two kinds of roles (Role, ClusterRole), and each kind requires its own API group. When Argo CD applies any other binding, the API server rejects the binding.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: viewers, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: role, name: viewer }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: ServiceAccount, name: training }]
`,
    valid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: viewers, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: viewer }
subjects: [{ kind: ServiceAccount, name: training }]
`,
    fix: "Refer to a Role or a ClusterRole, and use a User, a Group or a ServiceAccount as the subject. Set apiGroup to rbac.authorization.k8s.io for Roles, ClusterRoles, Users and Groups, and leave apiGroup out for ServiceAccounts.",
  },
  *check(binding) {
    const isClusterWide = binding.kind === clusterRoleBindingKind;
    yield* roleRefFindings(binding, isClusterWide ? ["ClusterRole"] : ["Role", "ClusterRole"]);
    for (const subject of subjectsOf(binding)) yield* subjectForm(binding, subject, isClusterWide);
  },
});

function* roleRefFindings(binding: Manifest, kinds: readonly string[]): Iterable<RuleFinding> {
  const [group, kind, name] = ["apiGroup", "kind", "name"].map(
    (field) => textAt(binding.object, "roleRef", field) ?? "",
  );
  // The API server fills in a group that is left out.
  if (group !== "" && group !== rbacGroup) yield invalidGroup(binding, ["roleRef"], group ?? "", rbacGroup);
  if (!kinds.includes(kind ?? "")) yield wrongKind(binding, ["roleRef"], kind ?? "", kinds);
  if (name === "")
    yield { at: binding.at(["roleRef", "name"], "value"), message: "missing role name", hint: "Set roleRef.name." };
}

function* subjectForm(
  binding: Manifest,
  { path, written }: WrittenSubject,
  isClusterWide: boolean,
): Iterable<RuleFinding> {
  const kind = textAt(written, "kind") ?? "";
  const group = textAt(written, "apiGroup") ?? "";
  if ((textAt(written, "name") ?? "") === "")
    yield {
      at: binding.at([...path, "name"], "value"),
      message: "missing subject name",
      hint: "Set the name of the subject.",
    };
  if (!subjectKinds.includes(kind)) {
    yield wrongKind(binding, path, kind, subjectKinds);
    return;
  }
  const isAccount = kind === "ServiceAccount";
  if (group !== "" && group !== (isAccount ? "" : rbacGroup))
    yield invalidGroup(binding, path, group, isAccount ? '""' : rbacGroup);
  if (isAccount && isClusterWide && (textAt(written, "namespace") ?? "") === "")
    yield {
      at: binding.at([...path, "name"], "value"),
      message: "missing namespace of a ServiceAccount in a ClusterRoleBinding",
      hint: "Add the field namespace to the subject.",
    };
}

const subjectKinds: readonly string[] = ["ServiceAccount", "User", "Group"];

function wrongKind(
  binding: Manifest,
  path: WrittenSubject["path"],
  kind: string,
  known: readonly string[],
): RuleFinding {
  const meant = known.length === 1 ? known[0] : nearest(kind, known);
  return {
    at: binding.at([...path, "kind"], "value"),
    message: kind === "" ? "missing kind" : `invalid kind ${kind}, expected ${known.join(" or ")}`,
    hint: meant === undefined ? `Use ${known.join(" or ")}.` : didYouMean(meant),
    ...(meant !== undefined && meant.toLowerCase() === kind.toLowerCase() ? { fix: meant } : {}),
  };
}

function invalidGroup(binding: Manifest, path: WrittenSubject["path"], group: string, right: string): RuleFinding {
  return {
    at: binding.at([...path, "apiGroup"], "value"),
    message: `invalid apiGroup ${group}`,
    hint: `Set apiGroup to ${right}, or leave apiGroup out.`,
    fix: right,
  };
}
