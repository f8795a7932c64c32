import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkNamespaceLabelShared } from "./namespace-label-shared.ts";

const namespace = (name: string, labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
`;
const policy = (selector: string): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { ${selector} } }] }] }
`;

test.each([
  {
    name: "a label of one namespace",
    yaml:
      namespace("mlflow", "app: mlflow") + namespace("other", "app: other") + policy("matchLabels: { app: mlflow }"),
    found: [],
  },
  {
    name: "a label of two namespaces",
    yaml:
      namespace("mlflow", "app: mlflow") + namespace("other", "app: mlflow") + policy("matchLabels: { app: mlflow }"),
    found: ["13:47 ambiguous selector for namespace mlflow: it also selects other"],
  },
  {
    name: "a label of a group of namespaces that is not the name of any",
    yaml: namespace("mlflow", "team: data") + namespace("other", "team: data") + policy("matchLabels: { team: data }"),
    found: [],
  },
  {
    name: "the label that the API server sets",
    yaml:
      namespace("mlflow", "app: mlflow") +
      namespace("other", "app: mlflow") +
      policy("matchLabels: { kubernetes.io/metadata.name: mlflow }"),
    found: [],
  },
  {
    name: "two namespaces, each by its name",
    yaml:
      namespace("a", "app: a") +
      namespace("b", "app: b") +
      policy("matchExpressions: [{ key: app, operator: In, values: [a, b] }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkNamespaceLabelShared, yaml)).toEqual(found);
});
