import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonRuntimeNotInferred } from "./runtime-not-inferred.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a known runtime",
    yaml: object("Model", "storageUri: s3:x, requirements: [mlserver, sklearn]"),
    found: [],
  },
  { name: "a runtime as modelType", yaml: object("Model", "storageUri: s3:x, modelType: xgboost"), found: [] },
  { name: "a requirement for Triton", yaml: object("Model", "storageUri: s3:x, requirements: [onnx]"), found: [] },
  {
    name: "huggingface, whose artifacts name the runtime",
    yaml: object("Model", "storageUri: s3:x, requirements: [huggingface]"),
    found: [],
  },
  {
    name: "a capability of a custom Server",
    yaml: object("Model", "storageUri: s3:x, requirements: [custom]"),
    found: [],
  },
  {
    name: "an explainer",
    yaml: object("Model", "storageUri: s3:x, explainer: { type: anchor_tabular, modelRef: b }"),
    found: [],
  },
  {
    name: "mlserver alone",
    yaml: object("Model", "storageUri: s3:x, requirements: [mlserver]"),
    found: ["5:27 missing MLServer runtime in the requirements of Model a"],
  },
  {
    name: "no requirements",
    yaml: object("Model", "storageUri: s3:x"),
    found: ["5:1 missing MLServer runtime in the requirements of Model a"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonRuntimeNotInferred, yaml)).toEqual(found);
});
