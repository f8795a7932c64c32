import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonExperimentResourceType } from "./experiment-resource-type.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  { name: "resourceType model", yaml: experiment("resourceType: model"), found: [] },
  { name: "resourceType pipeline", yaml: experiment("resourceType: pipeline"), found: [] },
  { name: "no resourceType", yaml: experiment("candidates: []"), found: [] },
  {
    name: "an unknown resourceType",
    yaml: experiment("resourceType: Pipeline"),
    found: ["5:17 invalid resourceType Pipeline: Seldon treats it as model"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExperimentResourceType, yaml)).toEqual(found);
});
