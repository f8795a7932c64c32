import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonSecretOneKey } from "./secret-one-key.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

const secret = (data: string): string => `---
apiVersion: v1
kind: Secret
metadata: { name: k, namespace: churn }
${data}
`;

test.each([
  {
    name: "one key",
    yaml: secret("stringData: { s3: x }") + object("Model", "storageUri: s3:x, secretName: k"),
    found: [],
  },
  {
    name: "two keys",
    yaml: secret("stringData: { s3: x, b: y }") + object("Model", "storageUri: s3:x, secretName: k"),
    found: ["10:39 invalid Secret k: it has 2 keys: s3, b"],
  },
  {
    name: "no keys",
    yaml: secret("type: Opaque") + object("Model", "storageUri: s3:x, secretName: k"),
    found: ["10:39 invalid Secret k: it has 0 keys"],
  },
  {
    name: "a Secret that is not in the manifest set",
    yaml: object("Model", "storageUri: s3:x, secretName: k"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonSecretOneKey, yaml)).toEqual(found);
});
