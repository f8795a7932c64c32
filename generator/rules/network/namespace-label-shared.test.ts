import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
    name: "of one namespace alone",
    yaml:
      namespace("mlflow", "app: mlflow") + namespace("other", "app: other") + policy("matchLabels: { app: mlflow }"),
    found: [],
  },
  {
    name: "of two",
    yaml:
      namespace("mlflow", "app: mlflow") + namespace("other", "app: mlflow") + policy("matchLabels: { app: mlflow }"),
    found: ["13:47 this means mlflow, and other has the same label"],
  },
  {
    name: "a group of namespaces, of which none has its name",
    yaml: namespace("mlflow", "team: data") + namespace("other", "team: data") + policy("matchLabels: { team: data }"),
    found: [],
  },
  {
    name: "by the label that the API server sets",
    yaml:
      namespace("mlflow", "app: mlflow") +
      namespace("other", "app: mlflow") +
      policy("matchLabels: { kubernetes.io/metadata.name: mlflow }"),
    found: [],
  },
  {
    name: "two by their names",
    yaml:
      namespace("a", "app: a") +
      namespace("b", "app: b") +
      policy("matchExpressions: [{ key: app, operator: In, values: [a, b] }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(networkNamespaceLabelShared, yaml)).toEqual(found);
});
