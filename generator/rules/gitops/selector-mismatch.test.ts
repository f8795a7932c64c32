import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { gitopsSelectorMismatch } from "./selector-mismatch.ts";

const workload = (kind: string, selector: string, labels: string): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: a, namespace: churn }
spec: { selector: { ${selector} }, template: { metadata: { labels: { ${labels} } } } }
`;

test.each([
  { name: "the same labels", yaml: workload("Deployment", "matchLabels: { app: a }", "app: a, tier: b"), found: [] },
  {
    name: "another value",
    yaml: workload("StatefulSet", "matchLabels: { app: a }", "app: b"),
    found: ["4:9 invalid selector of StatefulSet a: it does not match the labels of the pod template"],
  },
  {
    name: "a missing label",
    yaml: workload("DaemonSet", "matchExpressions: [{ key: app, operator: Exists }]", "tier: b"),
    found: ["4:9 invalid selector of DaemonSet a: it does not match the labels of the pod template"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsSelectorMismatch, yaml)).toEqual(found);
});
