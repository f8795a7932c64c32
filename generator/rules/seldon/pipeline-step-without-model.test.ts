import { expect, test } from "vitest";
import { findingsIn, findingsInFile } from "../../testing/rules.ts";
import { seldonPipelineStepWithoutModel } from "./pipeline-step-without-model.ts";

const pipeline = (spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;
const model = (name: string, more = ""): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: ${name}, namespace: churn }
spec: { storageUri: "s3://churn/${name}"${more} }
`;

test.each([
  { name: "a step with a Model", yaml: pipeline("steps: [{ name: a }]") + model("a"), found: [] },
  {
    name: "a step without a Model",
    yaml: pipeline("steps: [{ name: a }, { name: b }]") + model("a"),
    found: ["5:32 missing Model b for step b of Pipeline flow"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPipelineStepWithoutModel, yaml)).toEqual(found);
});

test("a Pipeline alone in a folder is not reported: its Models may be on the cluster", () => {
  expect(findingsInFile(seldonPipelineStepWithoutModel, pipeline("steps: [{ name: a }]"))).toEqual([]);
});
