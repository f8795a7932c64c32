import { expect, test } from "vitest";
import { findingsIn, findingsInFile } from "../../testing/rules.ts";
import { seldonExperimentCandidateUnknown } from "./experiment-candidate-unknown.ts";

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
    name: "all candidates and the mirror exist",
    yaml:
      experiment("candidates: [{ name: a, weight: 80 }, { name: b, weight: 20 }]\nmirror: { name: c, percent: 1 }") +
      model("a") +
      model("b") +
      model("c"),
    found: [],
  },
  {
    name: "a candidate and the mirror do not exist",
    yaml:
      experiment("candidates: [{ name: a, weight: 80 }, { name: b, weight: 20 }]\nmirror: { name: c, percent: 1 }") +
      model("a"),
    found: ["5:49 unknown Model b in churn", "6:19 unknown Model c in churn"],
  },
  {
    name: "a candidate in another namespace",
    yaml:
      experiment("candidates: [{ name: a, weight: 80 }]") +
      model("b") +
      model("a").replace("namespace: churn", "namespace: other"),
    found: ["5:24 unknown Model a in churn"],
  },
  {
    name: "a Pipeline that does not exist, with resourceType pipeline",
    yaml:
      experiment("resourceType: pipeline\ncandidates: [{ name: a, weight: 80 }]") +
      model("x").replace("kind: Model", "kind: Pipeline"),
    found: ["6:24 unknown Pipeline a in churn"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExperimentCandidateUnknown, yaml)).toEqual(found);
});

test("an Experiment alone in a folder is not reported: its Models may be on the cluster", () => {
  expect(findingsInFile(seldonExperimentCandidateUnknown, experiment("candidates: [{ name: a, weight: 80 }]"))).toEqual(
    [],
  );
});
