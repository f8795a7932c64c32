import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
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
const every = ["7:16 empty namespaceSelector is not allowed: it selects every namespace of the cluster"];

test.each([
  { name: "a selector with a label", yaml: policy("{ namespaceSelector: { matchLabels: { a: b } } }"), found: [] },
  { name: "the policy's own namespace", yaml: policy("{ podSelector: {} }"), found: [] },
  { name: "an empty selector", yaml: policy("{ namespaceSelector: {} }"), found: every },
  {
    name: "an empty selector next to pod labels",
    yaml: policy("{ namespaceSelector: {}, podSelector: { matchLabels: { a: b } } }"),
    found: every,
  },
  {
    name: "a selector with empty matchLabels and matchExpressions",
    yaml: policy("{ namespaceSelector: { matchLabels: {}, matchExpressions: [] } }"),
    found: every,
  },
  {
    name: "the existence of the name label",
    yaml: policy(
      "{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: Exists }] } }",
    ),
    found: every,
  },
  {
    name: "the existence of another label",
    yaml: policy("{ namespaceSelector: { matchExpressions: [{ key: a, operator: Exists }] } }"),
    found: [],
  },
  {
    name: "a rule of a direction that policyTypes leaves out",
    yaml: policy("{ namespaceSelector: {} }", "\n  policyTypes: [Egress]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkEveryNamespace, yaml)).toEqual(found);
});
