import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { accessPowerfulRole } from "./powerful-role.ts";

const context = churnOnProduction();
const binding = (role: string, namespace: string | undefined = "churn", group = "team"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${namespace === "" ? "ClusterRoleBinding" : "RoleBinding"}
metadata: { name: b${namespace === "" ? "" : `, namespace: ${namespace}`} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects: [{ kind: Group, name: "${group}" }]
`;

test.each([
  { name: "view", yaml: binding("view"), found: [] },
  {
    name: "edit in a tenant's namespace",
    yaml: binding("edit"),
    found: [
      "4:74 ClusterRole edit is not allowed: it allows reading the Secrets, changing the network policies and acting as the ServiceAccounts of churn",
    ],
  },
  {
    name: "admin in a tenant's namespace",
    yaml: binding("admin"),
    found: [
      "4:74 ClusterRole admin is not allowed: it allows changing the roles, reading the Secrets and acting as the ServiceAccounts of churn",
    ],
  },
  { name: "edit outside of tenants' namespaces", yaml: binding("edit", "notebooks"), found: [] },
  {
    name: "cluster-admin in any namespace",
    yaml: binding("cluster-admin", "notebooks"),
    found: ["4:74 ClusterRole cluster-admin is not allowed: it allows every verb on every resource of notebooks"],
  },
  {
    name: "cluster-admin on the cluster",
    yaml: binding("cluster-admin", ""),
    found: ["4:74 ClusterRole cluster-admin is not allowed: it allows every verb on every resource of the cluster"],
  },
  { name: "the binding that Kubernetes creates", yaml: binding("cluster-admin", "", "system:masters"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessPowerfulRole, yaml, context)).toEqual(found);
});
