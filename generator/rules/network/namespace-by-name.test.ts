import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { networkNamespaceByName } from "./namespace-by-name.ts";

const policy = (peer: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}
  egress:
    - to: [${peer}]
`;
const labelled = "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: mlflow, labels: { name: mlflow } }\n";

test.each([
  {
    name: "the label that the API server sets",
    yaml: policy("{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: mlflow } } }"),
    found: [],
  },
  {
    name: "a label that nobody sets",
    yaml: policy("{ namespaceSelector: { matchLabels: { name: mlflow } } }"),
    found: ["7:50 no namespace here carries a label name"],
  },
  {
    name: "in an expression",
    yaml: policy("{ namespaceSelector: { matchExpressions: [{ key: name, operator: Exists }] } }"),
    found: ["7:61 no namespace here carries a label name"],
  },
  {
    name: "a platform that does label its namespaces",
    yaml: policy("{ namespaceSelector: { matchLabels: { name: mlflow } } }") + labelled,
    found: [],
  },
  { name: "pods by name", yaml: policy("{ podSelector: { matchLabels: { name: mlflow } } }"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(networkNamespaceByName, yaml)).toEqual(found);
});
