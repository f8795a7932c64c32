import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonPipelineUnknownTrigger } from "./pipeline-unknown-trigger.ts";

const pipeline = (spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  { name: "a trigger that is a step", yaml: pipeline("steps: [{ name: a }, { name: b, triggers: [a] }]"), found: [] },
  {
    name: "a trigger that is not a step",
    yaml: pipeline("steps: [{ name: a }, { name: b, triggers: [c.outputs.t] }]"),
    found: ["5:46 unknown step c: step b waits for it"],
  },
  {
    name: "a trigger that is not a step, with allowCycles",
    yaml: pipeline("allowCycles: true\nsteps: [{ name: b, triggers: [c] }]"),
    found: ["6:33 unknown step c: step b waits for it"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPipelineUnknownTrigger, yaml)).toEqual(found);
});
