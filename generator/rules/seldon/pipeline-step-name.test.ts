import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonPipelineStepName } from "./pipeline-step-name.ts";

const pipeline = (spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  { name: "different names", yaml: pipeline("steps: [{ name: a }, { name: b }]"), found: [] },
  {
    name: "the same step name twice",
    yaml: pipeline("steps: [{ name: a }, { name: a }]"),
    found: ["5:32 duplicate step a"],
  },
  {
    name: "a step with the Pipeline's name",
    yaml: pipeline("steps: [{ name: flow }]"),
    found: ["5:19 invalid step name flow: the Pipeline has the same name"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPipelineStepName, yaml)).toEqual(found);
});
