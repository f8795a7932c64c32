import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonExperimentDefaultNotACandidate } from "./experiment-default-not-a-candidate.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "the default is a candidate",
    yaml: experiment("default: a\ncandidates: [{ name: a, weight: 80 }, { name: b, weight: 20 }]"),
    found: [],
  },
  {
    name: "the default is not a candidate",
    yaml: experiment("default: c\ncandidates: [{ name: a, weight: 80 }]"),
    found: ["5:12 invalid default c of Experiment split: it is not a candidate"],
  },
  { name: "no default", yaml: experiment("candidates: [{ name: a, weight: 80 }]"), found: [] },
  {
    name: "a default without any candidate",
    yaml: experiment("default: c"),
    found: ["5:12 invalid default c of Experiment split: it is not a candidate"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExperimentDefaultNotACandidate, yaml)).toEqual(found);
});
