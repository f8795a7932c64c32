import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
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
  {
    name: "reading quotas and Secrets",
    yaml: role(given("", "resourcequotas, secrets", "get, list, watch")),
    found: [],
  },
  { name: "reading pods and running commands", yaml: role(given("", "pods, pods/exec", "get, create")), found: [] },
  {
    name: "bind",
    yaml: role(given(rbac, "clusterroles", "bind", "edit")),
    found: [
      "4:9 escalation path in Role r: a subject of this role can bind the role edit in churn without having the permissions of the role",
    ],
  },
  {
    name: "escalate",
    yaml: role(given(rbac, "roles", "escalate")),
    found: [
      "4:9 escalation path in Role r: a subject of this role can add any permission to every role in churn without having the permission",
    ],
  },
  {
    name: "impersonate, and more in the same rule",
    yaml: role(given("", "serviceaccounts, resourcequotas", '"*"')),
    found: ["4:9 escalation path in Role r: a subject of this role can act as every service account in churn"],
  },
  {
    name: "quotas",
    yaml: role(given("", "resourcequotas", "patch")),
    found: ["4:9 escalation path in Role r: a subject of this role can change the quota and limits of churn"],
  },
  {
    name: "create with resourceNames, which allows nothing",
    yaml: role(given("", "limitranges", "create", "a")),
    found: [],
  },
  {
    name: "network policies in the second rule",
    yaml: role(`${given("", "pods", "get")}, ${given("networking.k8s.io", "networkpolicies", "delete")}`),
    found: ["4:63 escalation path in Role r: a subject of this role can open and close connections of pods in churn"],
  },
  {
    name: "the labels of its namespace",
    yaml: role(given("", "namespaces", "patch")),
    found: [
      "4:9 escalation path in Role r: a subject of this role can change churn, including the labels that set the Pod Security level and that network policies select",
    ],
  },
  {
    name: "the labels of another namespace, which a Role cannot grant",
    yaml: role(given("", "namespaces", "patch", "b")),
    found: [],
  },
  { name: "nodes in a Role, which cannot grant them", yaml: role(given("", "nodes/proxy", "get")), found: [] },
  {
    name: "nodes in a ClusterRole",
    yaml: role(given("", "nodes/proxy", "get"), "ClusterRole"),
    found: [
      "4:9 escalation path in ClusterRole r: a subject of this role can make the kubelets run commands in every pod of the cluster",
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
  expect(findingsIn(accessMayEscalate, yaml)).toEqual(found);
});
