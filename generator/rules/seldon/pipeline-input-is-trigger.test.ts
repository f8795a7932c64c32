import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonPipelineInputIsTrigger } from "./pipeline-input-is-trigger.ts";

const pipeline = (spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "different inputs and triggers",
    yaml: pipeline("steps: [{ name: a }, { name: b, inputs: [a.outputs], triggers: [a.inputs] }]"),
    found: [],
  },
  {
    name: "the same source, written in two ways",
    yaml: pipeline("steps: [{ name: a }, { name: b, inputs: [a.outputs], triggers: [a] }]"),
    found: ["5:67 duplicate input a of step b: it is also a trigger"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPipelineInputIsTrigger, yaml)).toEqual(found);
});
