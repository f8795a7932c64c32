import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { clusterRoleBindingKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { bindingKinds, subjectsOf } from "./bindings.ts";

export const accessPowerfulRole = defineRule({
  code: "access/powerful-role",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: bindingKinds,
  summary: "Somebody is bound to cluster-admin, or in a tenant's namespace to admin or edit.",
  docs: {
    why: "Kubernetes' own roles know nothing of tenants. cluster-admin may everything. edit reads every Secret, runs commands in pods, acts as every account of the namespace and changes its network policies; admin changes its roles too. What somebody may then do nobody of the platform wrote down.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: engineers, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: retention-engineers }]
`,
    valid: replaced("name: edit", "name: view"),
    fix: "Bind a role of the platform, under spec.access of the tenant's file; or view, which reads no Secret.",
  },
  *check(binding, { context }) {
    const role = textAt(binding.object, "roleRef", "name") ?? "";
    if (textAt(binding.object, "roleRef", "kind") !== "ClusterRole") return;
    const inTenant = context.tenant !== undefined && binding.namespace === context.tenant.name;
    const what = role === "cluster-admin" || inTenant ? powers.get(role) : undefined;
    // Kubernetes itself binds this group, whose members need no role.
    const bound = subjectsOf(binding).filter(({ subject }) => subject?.name !== "system:masters");
    if (what === undefined || bound.length === 0) return;
    const where = binding.kind === clusterRoleBindingKind ? "the cluster" : describeNamespace(binding.namespace);
    yield {
      at: binding.at(["roleRef", "name"], "value"),
      message: `${role} ${what} of ${where}`,
      hint: "Bind a role that says what is needed, or view.",
    };
  },
});

const powers: ReadonlyMap<string, string> = new Map<string, string>([
  ["cluster-admin", "may do everything with everything"],
  ["admin", "changes the roles, reads the Secrets and acts as the accounts"],
  ["edit", "reads the Secrets, changes the network policies and acts as the accounts"],
]);
