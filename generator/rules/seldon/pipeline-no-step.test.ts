import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonPipelineNoStep } from "./pipeline-no-step.ts";

const pipeline = (spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  { name: "one step", yaml: pipeline("steps: [{ name: a }]"), found: [] },
  { name: "an empty list of steps", yaml: pipeline("steps: []"), found: ["5:3 missing steps in Pipeline flow"] },
  { name: "no list of steps", yaml: pipeline("output: { steps: [] }"), found: ["4:1 missing steps in Pipeline flow"] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPipelineNoStep, yaml)).toEqual(found);
});
