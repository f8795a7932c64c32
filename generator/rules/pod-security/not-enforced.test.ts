import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { podSecurityNotEnforced } from "./not-enforced.ts";

const namespace = (labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { ${labels} } }
`;
const deployment = (spec: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { spec: { ${spec} } } }
`;

test.each([
  {
    name: "an enforced level",
    yaml: namespace("pod-security.kubernetes.io/enforce: baseline") + deployment("containers: []"),
    found: [],
  },
  {
    name: "pods without an enforced level",
    yaml: namespace("a: b") + deployment("containers: [{ name: a }]"),
    found: ["4:26 missing pod security level of namespace churn"],
  },
  { name: "no pods", yaml: namespace("a: b"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(podSecurityNotEnforced, yaml)).toEqual(found);
});
