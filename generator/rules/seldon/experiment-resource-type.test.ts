import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { seldonExperimentResourceType } from "./experiment-resource-type.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  { name: "models", yaml: experiment("resourceType: model"), found: [] },
  { name: "pipelines", yaml: experiment("resourceType: pipeline"), found: [] },
  { name: "nothing said", yaml: experiment("candidates: []"), found: [] },
  {
    name: "another word",
    yaml: experiment("resourceType: Pipeline"),
    found: ["5:17 invalid resourceType Pipeline: Seldon treats it as model"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(seldonExperimentResourceType, yaml)).toEqual(found);
});
