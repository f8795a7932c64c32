import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
  { name: "an account of the same namespace", yaml: binding("name: training, namespace: churn"), found: [] },
  { name: "the same, without saying so", yaml: binding("name: training"), found: [] },
  {
    name: "another tenant's",
    yaml: binding("name: training, namespace: fraud-detection"),
    found: ["5:63 fraud-detection/training is no account of churn"],
  },
  { name: "in a namespace that is no tenant's", yaml: binding("name: a, namespace: b", "c"), found: [] },
  {
    name: "Seldon's operator",
    yaml: binding("name: seldon-v2-controller-manager, namespace: seldon-system"),
    found: [],
  },
  {
    name: "something that calls itself so elsewhere",
    yaml: binding("name: seldon-v2-controller-manager, namespace: fraud-detection"),
    found: ["5:83 fraud-detection/seldon-v2-controller-manager is no account of churn"],
  },
  {
    name: "Prometheus, which finds its targets",
    yaml: binding("name: prometheus, namespace: monitoring") + role("services, endpoints, pods"),
    found: [],
  },
  {
    name: "Prometheus, which reads Secrets too",
    yaml: binding("name: prometheus, namespace: monitoring") + role("services, secrets"),
    found: ["5:65 monitoring/prometheus is no account of churn"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessForeignAccount, yaml, context)).toEqual(found);
});

test("nothing is said where nobody knows whose the namespace is", () => {
  expect(foundIn(accessForeignAccount, binding("name: a, namespace: b"))).toEqual([]);
});
