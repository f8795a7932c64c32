import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
    found: ["4:74 edit reads the Secrets, changes the network policies and acts as the accounts of churn"],
  },
  {
    name: "admin",
    yaml: binding("admin"),
    found: ["4:74 admin changes the roles, reads the Secrets and acts as the accounts of churn"],
  },
  { name: "edit somewhere else", yaml: binding("edit", "notebooks"), found: [] },
  {
    name: "cluster-admin, anywhere",
    yaml: binding("cluster-admin", "notebooks"),
    found: ["4:74 cluster-admin may do everything with everything of notebooks"],
  },
  {
    name: "cluster-admin on the cluster",
    yaml: binding("cluster-admin", ""),
    found: ["4:74 cluster-admin may do everything with everything of the cluster"],
  },
  { name: "what Kubernetes binds itself", yaml: binding("cluster-admin", "", "system:masters"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessPowerfulRole, yaml, context)).toEqual(found);
});
