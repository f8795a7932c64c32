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
  summary: "A binding grants cluster-admin, or grants admin or edit in a tenant's namespace.",
  docs: {
    why: "The built-in roles of Kubernetes are not designed for tenants that share a cluster. The role cluster-admin allows every verb on every resource. The role edit allows reading every Secret, running commands in pods, acting as every ServiceAccount of the namespace and changing its network policies. The role admin also allows changing the roles of the namespace. No input file lists the rights that a built-in role grants.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: engineers, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: retention-engineers }]
`,
    valid: replaced("name: edit", "name: view"),
    fix: "Bind a role from platform.yaml under spec.access in the tenant file, or bind the built-in role view, which cannot read Secrets.",
  },
  *check(binding, { context }) {
    const role = textAt(binding.object, "roleRef", "name") ?? "";
    if (textAt(binding.object, "roleRef", "kind") !== "ClusterRole") return;
    const inTenant = context.tenant !== undefined && binding.namespace === context.tenant.name;
    const power = role === "cluster-admin" || inTenant ? powers.get(role) : undefined;
    // Kubernetes itself binds this group, whose members need no role.
    const bound = subjectsOf(binding).filter(({ subject }) => subject?.name !== "system:masters");
    if (power === undefined || bound.length === 0) return;
    const where = binding.kind === clusterRoleBindingKind ? "the cluster" : describeNamespace(binding.namespace);
    yield {
      at: binding.at(["roleRef", "name"], "value"),
      message: `ClusterRole ${role} is not allowed: it allows ${power} of ${where}`,
      hint: "Bind a role that contains only the needed rights, or bind the built-in role view.",
    };
  },
});

const powers: ReadonlyMap<string, string> = new Map<string, string>([
  ["cluster-admin", "every verb on every resource"],
  ["admin", "changing the roles, reading the Secrets and acting as the ServiceAccounts"],
  ["edit", "reading the Secrets, changing the network policies and acting as the ServiceAccounts"],
]);
