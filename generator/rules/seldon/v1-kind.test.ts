import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonV1Kind } from "./v1-kind.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  { name: "a kind of Seldon Core v2", yaml: object("Model", "storageUri: s3:x"), found: [] },
  {
    name: "a kind of Seldon Core v1",
    yaml: object("SeldonDeployment", "x: y").replace("mlops.seldon.io/v1alpha1", "machinelearning.seldon.io/v1"),
    found: ["2:13 unsupported SeldonDeployment a of Seldon Core v1"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonV1Kind, yaml)).toEqual(found);
});
