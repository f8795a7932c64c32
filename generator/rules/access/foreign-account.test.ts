import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { accessForeignAccount } from "./foreign-account.ts";

const context = churnOnProduction();
const binding = (subject: string, namespace = "churn"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: r }
subjects: [{ kind: ServiceAccount, ${subject} }]
`;
const role = (resources: string): string => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: r, namespace: churn }
rules: [{ apiGroups: [""], resources: [${resources}], verbs: [get, list, watch] }]
`;

test.each([
  { name: "a ServiceAccount of the same namespace", yaml: binding("name: training, namespace: churn"), found: [] },
  { name: "a ServiceAccount without a namespace", yaml: binding("name: training"), found: [] },
  {
    name: "a ServiceAccount of another tenant",
    yaml: binding("name: training, namespace: fraud-detection"),
    found: ["5:63 subject ServiceAccount fraud-detection/training is not allowed: it is not in namespace churn"],
  },
  { name: "a binding outside of tenants' namespaces", yaml: binding("name: a, namespace: b", "c"), found: [] },
  {
    name: "Seldon's operator",
    yaml: binding("name: seldon-v2-controller-manager, namespace: seldon-system"),
    found: [],
  },
  {
    name: "a ServiceAccount with the operator's name in another namespace",
    yaml: binding("name: seldon-v2-controller-manager, namespace: fraud-detection"),
    found: [
      "5:83 subject ServiceAccount fraud-detection/seldon-v2-controller-manager is not allowed: it is not in namespace churn",
    ],
  },
  {
    name: "Prometheus with a Role that only discovers targets",
    yaml: binding("name: prometheus, namespace: monitoring") + role("services, endpoints, pods"),
    found: [],
  },
  {
    name: "Prometheus with a Role that also reads Secrets",
    yaml: binding("name: prometheus, namespace: monitoring") + role("services, secrets"),
    found: ["5:65 subject ServiceAccount monitoring/prometheus is not allowed: it is not in namespace churn"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessForeignAccount, yaml, context)).toEqual(found);
});

test("a binding in a namespace of an unknown tenant is not reported", () => {
  expect(findingsIn(accessForeignAccount, binding("name: a, namespace: b"))).toEqual([]);
});
