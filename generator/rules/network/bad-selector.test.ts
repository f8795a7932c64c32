import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
  { selector: "{ matchLabels: { 'a b': c } }", found: ['7:52 "a b" is no label\'s key'] },
  { selector: "{ matchLabels: { 'a..b/c': d } }", found: ['7:52 "a..b/c" is no label\'s key'] },
  { selector: "{ matchLabels: { a: 'b c' } }", found: ['7:55 "b c" is no label\'s value'] },
  { selector: expression("key: /a, operator: Exists"), found: ['7:63 "/a" is no label\'s key'] },
  { selector: expression("key: a, operator: Equals, values: [b]"), found: ["7:76 Equals is no operator"] },
  { selector: expression("key: a, operator: In"), found: ["7:56 In without values"] },
  { selector: expression("key: a, operator: NotIn, values: []"), found: ["7:56 NotIn without values"] },
  { selector: expression("key: a, operator: Exists, values: [b]"), found: ["7:84 Exists with values"] },
  { selector: expression("key: a, operator: In, values: ['-']"), found: ['7:89 "-" is no label\'s value'] },
  { selector: "{ matchLabels: [], matchExpressions: {} }", found: [] },
  { selector: "7", found: [] },
])("$selector", ({ selector, found }) => {
  expect(foundIn(networkBadSelector, policy(selector))).toEqual(found);
});

test("of the pods that the policy is for, too", () => {
  expect(
    foundIn(networkBadSelector, policy("{}").replace("podSelector: {}", "podSelector: { matchLabels: { a: b/c } }")),
  ).toEqual(['5:36 "b/c" is no label\'s value']);
});
