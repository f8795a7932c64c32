import { expect, test } from "vitest";
import { foundIn, foundInFile } from "../../testing/rules.ts";
import { seldonExplainerTargetUnknown } from "./explainer-target-unknown.ts";

const model = (name: string, more = ""): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: ${name}, namespace: churn }
spec: { storageUri: "s3://churn/${name}"${more} }
`;

test.each([
  { name: "there", yaml: model("a", ", explainer: { modelRef: b }") + model("b"), found: [] },
  {
    name: "not there",
    yaml: model("a", ", explainer: { modelRef: c }") + model("b"),
    found: ["5:60 unknown modelRef c of a: it is not in churn"],
  },
  {
    name: "itself",
    yaml: model("a", ", explainer: { modelRef: a }") + model("b"),
    found: ["5:60 unknown modelRef a of a: it is not in churn"],
  },
  {
    name: "a Pipeline of its own name",
    yaml: model("a", ", explainer: { pipelineRef: a }") + model("a").replace("kind: Model", "kind: Pipeline"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(seldonExplainerTargetUnknown, yaml)).toEqual(found);
});

test("an explainer alone, in a folder: the rest may be on the cluster", () => {
  expect(foundInFile(seldonExplainerTargetUnknown, model("a", ", explainer: { modelRef: b }"))).toEqual([]);
});
