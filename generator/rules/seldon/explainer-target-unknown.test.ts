import { expect, test } from "vitest";
import { findingsIn, findingsInFile } from "../../testing/rules.ts";
import { seldonExplainerTargetUnknown } from "./explainer-target-unknown.ts";

const model = (name: string, more = ""): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: ${name}, namespace: churn }
spec: { storageUri: "s3://churn/${name}"${more} }
`;

test.each([
  { name: "a model that exists", yaml: model("a", ", explainer: { modelRef: b }") + model("b"), found: [] },
  {
    name: "a model that does not exist",
    yaml: model("a", ", explainer: { modelRef: c }") + model("b"),
    found: ["5:60 unknown modelRef c of a: no Model in churn has this name"],
  },
  {
    name: "an explainer that refers to itself",
    yaml: model("a", ", explainer: { modelRef: a }") + model("b"),
    found: ["5:60 unknown modelRef a of a: no Model in churn has this name"],
  },
  {
    name: "a Pipeline with the explainer's name",
    yaml: model("a", ", explainer: { pipelineRef: a }") + model("a").replace("kind: Model", "kind: Pipeline"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExplainerTargetUnknown, yaml)).toEqual(found);
});

test("an explainer alone in a folder is not reported: its model may be on the cluster", () => {
  expect(findingsInFile(seldonExplainerTargetUnknown, model("a", ", explainer: { modelRef: b }"))).toEqual([]);
});
