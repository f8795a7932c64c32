import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonExperimentDuplicateCandidate } from "./experiment-duplicate-candidate.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "different candidates",
    yaml: experiment("candidates: [{ name: a, weight: 80 }, { name: b, weight: 20 }]"),
    found: [],
  },
  {
    name: "the same candidate twice",
    yaml: experiment("candidates: [{ name: a, weight: 80 }, { name: a, weight: 20 }]"),
    found: ["5:49 duplicate candidate or mirror a in Experiment split"],
  },
  {
    name: "a mirror that is also a candidate",
    yaml: experiment("candidates: [{ name: a, weight: 80 }]\nmirror: { name: a, percent: 5 }"),
    found: ["6:19 duplicate candidate or mirror a in Experiment split"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExperimentDuplicateCandidate, yaml)).toEqual(found);
});
