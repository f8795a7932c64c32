import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { seldonExperimentSharedDefault } from "./experiment-shared-default.ts";

const experiment = (spec: string, name = "split"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: ${name}, namespace: churn }
spec:
  ${spec.replaceAll("\n", "\n  ")}
`;

test.each([
  { name: "two defaults", yaml: `${experiment("default: a")}---${experiment("default: b", "other")}`, found: [] },
  {
    name: "one default for two",
    yaml: `${experiment("default: a")}---${experiment("default: a", "other")}`,
    found: ["11:12 duplicate default a: Experiment split has it already"],
  },
  {
    name: "a model and a pipeline of one name",
    yaml: `${experiment("default: a")}---${experiment("default: a\nresourceType: pipeline", "other")}`,
    found: [],
  },
  {
    name: "another namespace",
    yaml: `${experiment("default: a")}---${experiment("default: a", "other").replace("namespace: churn", "namespace: b")}`,
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(seldonExperimentSharedDefault, yaml)).toEqual(found);
});
