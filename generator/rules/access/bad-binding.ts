import { rbacGroup } from "../../evaluate/access/authority.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { clusterRoleBindingKind } from "../../models/kinds.ts";
import { nearest } from "../../text/nearest.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { bindingKinds, subjectsOf, type WrittenSubject } from "./bindings.ts";

export const accessBadBinding = defineRule({
  code: "access/bad-binding",
  severity: "error",
  over: "object",
  kinds: bindingKinds,
  summary: "A binding names a role or a subject in a form that the API server refuses.",
  docs: {
    why: "To the schemas the kind and the group of a role or subject are any text. The API server knows three kinds of subjects and two of roles, and their groups, and refuses the binding at the sync.",
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
    fix: "A role is a Role or a ClusterRole, a subject a User, a Group or a ServiceAccount. All but accounts are of the group rbac.authorization.k8s.io.",
  },
  *check(binding) {
    const whole = binding.kind === clusterRoleBindingKind;
    yield* roleRef(binding, whole ? ["ClusterRole"] : ["Role", "ClusterRole"]);
    for (const subject of subjectsOf(binding)) yield* subjectForm(binding, subject, whole);
  },
});

function* roleRef(binding: Manifest, kinds: readonly string[]): Iterable<RuleFinding> {
  const [group, kind, name] = ["apiGroup", "kind", "name"].map(
    (field) => textAt(binding.object, "roleRef", field) ?? "",
  );
  // Where it is left out the API server fills it in.
  if (group !== "" && group !== rbacGroup) yield wrongGroup(binding, ["roleRef"], group ?? "", rbacGroup);
  if (!kinds.includes(kind ?? "")) yield wrongKind(binding, ["roleRef"], kind ?? "", kinds);
  if (name === "")
    yield { at: binding.at(["roleRef", "name"], "value"), message: "the role has no name", hint: "Name one." };
}

function* subjectForm(binding: Manifest, { path, written }: WrittenSubject, whole: boolean): Iterable<RuleFinding> {
  const kind = textAt(written, "kind") ?? "";
  const group = textAt(written, "apiGroup") ?? "";
  if ((textAt(written, "name") ?? "") === "")
    yield { at: binding.at([...path, "name"], "value"), message: "the subject has no name", hint: "Name one." };
  if (!subjectKinds.includes(kind)) {
    yield wrongKind(binding, path, kind, subjectKinds);
    return;
  }
  const account = kind === "ServiceAccount";
  if (group !== "" && group !== (account ? "" : rbacGroup))
    yield wrongGroup(binding, path, group, account ? '""' : rbacGroup);
  if (account && whole && (textAt(written, "namespace") ?? "") === "")
    yield {
      at: binding.at([...path, "name"], "value"),
      message: "an account on the whole cluster needs its namespace",
      hint: "Add namespace: to the subject.",
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
    message: kind === "" ? "it has no kind" : `${kind} is none of ${known.join(", ")}`,
    hint: meant === undefined ? `Known: ${known.join(", ")}.` : `Did you mean ${meant}?`,
    ...(meant !== undefined && meant.toLowerCase() === kind.toLowerCase() ? { fix: meant } : {}),
  };
}

function wrongGroup(binding: Manifest, path: WrittenSubject["path"], group: string, right: string): RuleFinding {
  return {
    at: binding.at([...path, "apiGroup"], "value"),
    message: `${group} is not its group`,
    hint: `Write ${right}, or leave it out.`,
    fix: right,
  };
}
