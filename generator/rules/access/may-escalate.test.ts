import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { accessMayEscalate } from "./may-escalate.ts";

const role = (rule: string, kind = "Role"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: r${kind === "Role" ? ", namespace: churn" : ""} }
rules: [${rule}]
`;
const given = (group: string, resources: string, verbs: string, names = ""): string =>
  `{ apiGroups: ["${group}"], resources: [${resources}], verbs: [${verbs}]${names === "" ? "" : `, resourceNames: [${names}]`} }`;
const rbac = "rbac.authorization.k8s.io";

test.each([
  { name: "looking at all of it", yaml: role(given("", "resourcequotas, secrets", "get, list, watch")), found: [] },
  { name: "reading and running", yaml: role(given("", "pods, pods/exec", "get, create")), found: [] },
  {
    name: "bind",
    yaml: role(given(rbac, "clusterroles", "bind", "edit")),
    found: ["4:9 whoever has Role r binds the role edit in churn, whatever more it allows than it may itself"],
  },
  {
    name: "escalate",
    yaml: role(given(rbac, "roles", "escalate")),
    found: ["4:9 whoever has Role r writes into every role of churn more than it may itself"],
  },
  {
    name: "impersonate, and more in the same rule",
    yaml: role(given("", "serviceaccounts, resourcequotas", '"*"')),
    found: ["4:9 whoever has Role r acts as every account of churn"],
  },
  {
    name: "quotas",
    yaml: role(given("", "resourcequotas", "patch")),
    found: ["4:9 whoever has Role r changes the quota and limits of churn"],
  },
  {
    name: "one that cannot be: nothing yet has that name",
    yaml: role(given("", "limitranges", "create", "a")),
    found: [],
  },
  {
    name: "policies, in the second rule",
    yaml: role(`${given("", "pods", "get")}, ${given("networking.k8s.io", "networkpolicies", "delete")}`),
    found: ["4:63 whoever has Role r opens and closes who reaches whom in churn"],
  },
  {
    name: "the labels of its namespace",
    yaml: role(given("", "namespaces", "patch")),
    found: ["4:9 whoever has Role r changes churn: pod security, and whom policies let in, follow from labels"],
  },
  {
    name: "the labels of another namespace, which a Role does not give",
    yaml: role(given("", "namespaces", "patch", "b")),
    found: [],
  },
  { name: "nodes, which a Role does not give", yaml: role(given("", "nodes/proxy", "get")), found: [] },
  {
    name: "nodes, on the cluster",
    yaml: role(given("", "nodes/proxy", "get"), "ClusterRole"),
    found: [
      "4:9 whoever has ClusterRole r speaks to the kubelets, which run commands in every pod of the cluster for whoever asks",
    ],
  },
  {
    name: "Seldon's own operator",
    yaml: `${role(given(rbac, "roles, rolebindings", "create"))}---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: r }
subjects: [{ kind: ServiceAccount, name: seldon-v2-controller-manager }]
`,
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessMayEscalate, yaml)).toEqual(found);
});
