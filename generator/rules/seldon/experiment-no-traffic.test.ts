import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonExperimentNoTraffic } from "./experiment-no-traffic.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "one weight above zero",
    yaml: experiment("candidates: [{ name: a, weight: 1 }, { name: b, weight: 0 }]"),
    found: [],
  },
  {
    name: "all weights are zero",
    yaml: experiment("candidates: [{ name: a, weight: 0 }]"),
    found: ["5:3 invalid weights of Experiment split: all weights are zero"],
  },
  {
    name: "a negative weight",
    yaml: experiment("candidates: [{ name: a, weight: 120 }, { name: b, weight: -20 }]"),
    found: ["5:61 invalid weight of b: it is negative"],
  },
  {
    name: "a mirror without candidates",
    yaml: experiment("candidates: []\nmirror: { name: b, percent: 5 }"),
    found: ["6:3 missing candidate in Experiment split: it has only a mirror"],
  },
  {
    name: "no candidates and no mirror",
    yaml: experiment("default: a"),
    found: ["4:1 missing candidate in Experiment split"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExperimentNoTraffic, yaml)).toEqual(found);
});
