import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonPipelineNoExternalInput } from "./pipeline-no-external-input.ts";

const pipeline = (spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "an input with externalInputs",
    yaml: pipeline("steps: [{ name: a }]\ninput: { externalInputs: [p.outputs] }"),
    found: [],
  },
  {
    name: "an input without externalInputs",
    yaml: pipeline("steps: [{ name: a }]\ninput: { externalTriggers: [p.outputs] }"),
    found: ["6:3 missing externalInputs in the input of the Pipeline"],
  },
  {
    name: "an empty list of externalInputs",
    yaml: pipeline("steps: [{ name: a }]\ninput: { externalInputs: [] }"),
    found: ["6:3 missing externalInputs in the input of the Pipeline"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPipelineNoExternalInput, yaml)).toEqual(found);
});
