import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonPipelineUnknownStep } from "./pipeline-unknown-step.ts";

const pipeline = (spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "inputs from steps and from the Pipeline",
    yaml: pipeline("steps: [{ name: a, inputs: [flow] }, { name: b, inputs: [a] }]\noutput: { steps: [b] }"),
    found: [],
  },
  {
    name: "an unknown input",
    yaml: pipeline("steps: [{ name: a, inputs: [c] }]"),
    found: ["5:31 unknown step c: step a waits for it"],
  },
  {
    name: "an unknown output",
    yaml: pipeline("steps: [{ name: a }]\noutput: { steps: [c.outputs] }"),
    found: ["6:21 unknown step c"],
  },
  {
    name: "the Pipeline as its own output",
    yaml: pipeline("steps: [{ name: a }]\noutput: { steps: [flow] }"),
    found: ["6:21 invalid output flow: a Pipeline cannot be its own output"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPipelineUnknownStep, yaml)).toEqual(found);
});
