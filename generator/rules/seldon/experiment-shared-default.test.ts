import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonExperimentSharedDefault } from "./experiment-shared-default.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  {
    name: "two Experiments with different defaults",
    yaml: `${experiment("default: a")}---${experiment("default: b", "other")}`,
    found: [],
  },
  {
    name: "two Experiments with the same default",
    yaml: `${experiment("default: a")}---${experiment("default: a", "other")}`,
    found: ["11:12 duplicate default a: Experiment split has the same default"],
  },
  {
    name: "a model and a pipeline with the same name",
    yaml: `${experiment("default: a")}---${experiment("default: a\nresourceType: pipeline", "other")}`,
    found: [],
  },
  {
    name: "the same default in another namespace",
    yaml: `${experiment("default: a")}---${experiment("default: a", "other").replace("namespace: churn", "namespace: b")}`,
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExperimentSharedDefault, yaml)).toEqual(found);
});
