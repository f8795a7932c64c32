import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { networkEveryNamespace } from "./every-namespace.ts";

const policy = (peer: string, more = ""): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}${more}
  ingress:
    - from: [${peer}]
`;
const every = ["7:16 every namespace of the cluster is a peer"];

test.each([
  { name: "one namespace", yaml: policy("{ namespaceSelector: { matchLabels: { a: b } } }"), found: [] },
  { name: "the own namespace", yaml: policy("{ podSelector: {} }"), found: [] },
  { name: "an empty selector", yaml: policy("{ namespaceSelector: {} }"), found: every },
  {
    name: "with labels of pods",
    yaml: policy("{ namespaceSelector: {}, podSelector: { matchLabels: { a: b } } }"),
    found: every,
  },
  {
    name: "empty in words",
    yaml: policy("{ namespaceSelector: { matchLabels: {}, matchExpressions: [] } }"),
    found: every,
  },
  {
    name: "whoever has a name",
    yaml: policy(
      "{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: Exists }] } }",
    ),
    found: every,
  },
  {
    name: "whoever has a label",
    yaml: policy("{ namespaceSelector: { matchExpressions: [{ key: a, operator: Exists }] } }"),
    found: [],
  },
  {
    name: "a rule that policyTypes make nothing of",
    yaml: policy("{ namespaceSelector: {} }", "\n  policyTypes: [Egress]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(networkEveryNamespace, yaml)).toEqual(found);
});
