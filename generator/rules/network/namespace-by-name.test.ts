import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
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
    name: "a label that no namespace has",
    yaml: policy("{ namespaceSelector: { matchLabels: { name: mlflow } } }"),
    found: ["7:50 unknown namespace label name: no declared namespace has it"],
  },
  {
    name: "the label in an expression",
    yaml: policy("{ namespaceSelector: { matchExpressions: [{ key: name, operator: Exists }] } }"),
    found: ["7:61 unknown namespace label name: no declared namespace has it"],
  },
  {
    name: "a label that some namespaces have",
    yaml: policy("{ namespaceSelector: { matchLabels: { name: mlflow } } }") + labelled,
    found: [],
  },
  {
    name: "a podSelector with the label",
    yaml: policy("{ podSelector: { matchLabels: { name: mlflow } } }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkNamespaceByName, yaml)).toEqual(found);
});
