import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonModelName } from "./model-name.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  { name: "a valid name", yaml: object("Model", "storageUri: s3:x", "a-1"), found: [] },
  {
    name: "a Model name with a dot",
    yaml: object("Model", "storageUri: s3:x", "a.1"),
    found: ["4:19 invalid Model name a.1"],
  },
  {
    name: "a Pipeline name with a dot",
    yaml: object("Pipeline", "steps: []", "a.1"),
    found: ["4:19 invalid Pipeline name a.1"],
  },
  { name: "an Experiment name with a dot", yaml: object("Experiment", "candidates: []", "a.1"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonModelName, yaml)).toEqual(found);
});
