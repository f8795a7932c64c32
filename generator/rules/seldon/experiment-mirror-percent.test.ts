import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonExperimentMirrorPercent } from "./experiment-mirror-percent.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  { name: "5 percent", yaml: experiment("mirror: { name: a, percent: 5 }"), found: [] },
  { name: "100 percent", yaml: experiment("mirror: { name: a, percent: 100 }"), found: [] },
  {
    name: "more than 100 percent",
    yaml: experiment("mirror: { name: a, percent: 101 }"),
    found: ["5:31 invalid mirror percentage 101"],
  },
  {
    name: "less than 0 percent",
    yaml: experiment("mirror: { name: a, percent: -1 }"),
    found: ["5:31 invalid mirror percentage -1"],
  },
  { name: "no mirror", yaml: experiment("candidates: []"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExperimentMirrorPercent, yaml)).toEqual(found);
});
