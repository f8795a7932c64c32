import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkBadSelector } from "./bad-selector.ts";

const policy = (selector: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}
  ingress:
    - from: [{ namespaceSelector: ${selector} }]
`;
const expression = (text: string): string => `{ matchExpressions: [{ ${text} }] }`;

test.each([
  { selector: "{ matchLabels: { a.b/c: d, e: '' } }", found: [] },
  { selector: expression("key: a, operator: In, values: [b]"), found: [] },
  { selector: expression("key: a, operator: Exists"), found: [] },
  { selector: "{ matchLabels: { 'a b': c } }", found: ['7:52 invalid label key "a b"'] },
  { selector: "{ matchLabels: { 'a..b/c': d } }", found: ['7:52 invalid label key "a..b/c"'] },
  { selector: "{ matchLabels: { a: 'b c' } }", found: ['7:55 invalid label value "b c"'] },
  { selector: expression("key: /a, operator: Exists"), found: ['7:63 invalid label key "/a"'] },
  { selector: expression("key: a, operator: Equals, values: [b]"), found: ["7:76 unknown operator Equals"] },
  { selector: expression("key: a, operator: In"), found: ["7:56 missing values for operator In"] },
  { selector: expression("key: a, operator: NotIn, values: []"), found: ["7:56 missing values for operator NotIn"] },
  { selector: expression("key: a, operator: Exists, values: [b]"), found: ["7:84 invalid values for operator Exists"] },
  { selector: expression("key: a, operator: In, values: ['-']"), found: ['7:89 invalid label value "-"'] },
  { selector: "{ matchLabels: [], matchExpressions: {} }", found: [] },
  { selector: "7", found: [] },
])("$selector", ({ selector, found }) => {
  expect(findingsIn(networkBadSelector, policy(selector))).toEqual(found);
});

test("an invalid label value in the policy's own podSelector is reported", () => {
  expect(
    findingsIn(networkBadSelector, policy("{}").replace("podSelector: {}", "podSelector: { matchLabels: { a: b/c } }")),
  ).toEqual(['5:36 invalid label value "b/c"']);
});
