import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonExplainerTarget } from "./explainer-target.ts";

const model = (name: string, more = ""): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: ${name}, namespace: churn }
spec: { storageUri: "s3://churn/${name}"${more} }
`;

test.each([
  { name: "no explainer", yaml: model("a"), found: [] },
  { name: "an explainer of a model", yaml: model("a", ", explainer: { type: x, modelRef: b }"), found: [] },
  { name: "an llm with a pipeline", yaml: model("a", ", llm: { pipelineRef: b }"), found: [] },
  {
    name: "an explainer without a reference",
    yaml: model("a", ", explainer: { type: x }"),
    found: ["5:37 missing reference in explainer a: modelRef or pipelineRef"],
  },
  {
    name: "an llm with both references",
    yaml: model("a", ", llm: { modelRef: b, pipelineRef: c }"),
    found: ["5:37 too many references in llm a: modelRef and pipelineRef"],
  },
  {
    name: "an explainer and an llm",
    yaml: model("a", ", explainer: { modelRef: b }, llm: { modelRef: b }"),
    found: ["5:65 invalid Model a: it is both an explainer and an llm"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonExplainerTarget, yaml)).toEqual(found);
});
