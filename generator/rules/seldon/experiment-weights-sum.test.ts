import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonExperimentWeightsSum } from "./experiment-weights-sum.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "weights that add up to 100",
    yaml: experiment("candidates: [{ name: a, weight: 80 }, { name: b, weight: 20 }]"),
    found: [],
  },
  {
    name: "weights that add up to more than 100",
    yaml: experiment("candidates: [{ name: a, weight: 80 }, { name: b, weight: 30 }]"),
    found: ["5:3 unusual weights of Experiment split: their sum is 110, not 100"],
  },
  {
    name: "weights of zero, which another rule reports",
    yaml: experiment("candidates: [{ name: a, weight: 0 }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExperimentWeightsSum, yaml)).toEqual(found);
});
