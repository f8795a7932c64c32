import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonPipelineCycle } from "./pipeline-cycle.ts";

const pipeline = (spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "no cycle",
    yaml: pipeline("steps: [{ name: a }, { name: b, inputs: [a] }, { name: c, inputs: [a, b] }]"),
    found: [],
  },
  {
    name: "a cycle of two steps",
    yaml: pipeline("steps: [{ name: a, inputs: [b] }, { name: b, triggers: [a] }]"),
    found: ["5:45 cycle: step b waits for step a, which waits for step b"],
  },
  {
    name: "a step that waits for itself",
    yaml: pipeline("steps: [{ name: a, inputs: [a.outputs] }]"),
    found: ["5:19 cycle: step a waits for itself"],
  },
  {
    name: "a cycle that is allowed",
    yaml: pipeline("allowCycles: true\nsteps: [{ name: a, inputs: [a.outputs] }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPipelineCycle, yaml)).toEqual(found);
});
