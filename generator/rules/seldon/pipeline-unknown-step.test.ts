import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
    name: "steps, and the Pipeline itself",
    yaml: pipeline("steps: [{ name: a, inputs: [flow] }, { name: b, inputs: [a] }]\noutput: { steps: [b] }"),
    found: [],
  },
  {
    name: "an input",
    yaml: pipeline("steps: [{ name: a, inputs: [c] }]"),
    found: ["5:31 a waits for c, which is no step of this Pipeline"],
  },
  {
    name: "an output",
    yaml: pipeline("steps: [{ name: a }]\noutput: { steps: [c.outputs] }"),
    found: ["6:21 c is no step of this Pipeline"],
  },
  {
    name: "the Pipeline is no output",
    yaml: pipeline("steps: [{ name: a }]\noutput: { steps: [flow] }"),
    found: ["6:21 a Pipeline is no output of itself"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(seldonPipelineUnknownStep, yaml)).toEqual(found);
});
