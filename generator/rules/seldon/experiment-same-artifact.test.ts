import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonExperimentSameArtifact } from "./experiment-same-artifact.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
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
  {
    name: "two candidates with different artifacts",
    yaml: experiment("candidates: [{ name: a, weight: 80 }, { name: b, weight: 20 }]") + model("a") + model("b"),
    found: [],
  },
  {
    name: "two candidates with the same artifact",
    yaml:
      experiment("candidates: [{ name: a, weight: 80 }, { name: b, weight: 20 }]") +
      model("a") +
      model("b").replace("churn/b", "churn/a"),
    found: ["5:49 duplicate artifact of candidates b and a"],
  },
  {
    name: "the same artifact with different parameters",
    yaml:
      experiment("candidates: [{ name: a, weight: 80 }, { name: b, weight: 20 }]") +
      model("a") +
      model("b", ", parameters: [{ name: t, value: x }]").replace("churn/b", "churn/a"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExperimentSameArtifact, yaml)).toEqual(found);
});
