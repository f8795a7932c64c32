import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonPipelineReference } from "./pipeline-reference.ts";

const pipeline = (spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "every valid form",
    yaml: pipeline(
      "steps: [{ name: a }, { name: b, inputs: [a, a.inputs, a.outputs, a.outputs.t, flow.inputs.x] }]\ninput: { externalInputs: [p.outputs, p.inputs.t, p.step.s.outputs, p.step.s.inputs.t] }",
    ),
    found: [],
  },
  {
    name: "a part other than inputs or outputs",
    yaml: pipeline("steps: [{ name: a }, { name: b, inputs: [a.output] }]"),
    found: ["5:44 invalid reference a.output to a step's inputs or outputs"],
  },
  {
    name: "a tensor with a dot",
    yaml: pipeline(
      "steps: [{ name: a }, { name: b, inputs: [a.outputs.x.y] }]\ninput: { externalInputs: [p.outputs.x.y, p.step.s.outputs.x.y] }",
    ),
    found: [
      "5:44 invalid reference a.outputs.x.y to a step's inputs or outputs",
      "6:29 invalid reference p.outputs.x.y to another Pipeline's inputs or outputs",
      "6:44 invalid reference p.step.s.outputs.x.y to another Pipeline's inputs or outputs",
    ],
  },
  {
    name: "an invalid trigger",
    yaml: pipeline("steps: [{ name: a }, { name: b, triggers: [a.done, .outputs] }]"),
    found: [
      "5:46 invalid reference a.done to a step's inputs or outputs",
      "5:54 invalid reference .outputs to a step's inputs or outputs",
    ],
  },
  {
    name: "an invalid output",
    yaml: pipeline("steps: [{ name: a }]\noutput: { steps: [a.x] }"),
    found: ["6:21 invalid reference a.x to a step's inputs or outputs"],
  },
  {
    name: "another Pipeline without inputs or outputs",
    yaml: pipeline("steps: [{ name: a }]\ninput: { externalInputs: [other, other.step.s] }"),
    found: [
      "6:29 invalid reference other to another Pipeline's inputs or outputs",
      "6:36 invalid reference other.step.s to another Pipeline's inputs or outputs",
    ],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPipelineReference, yaml)).toEqual(found);
});
