import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonStorageUri } from "./storage-uri.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a Model with its own Secret",
    yaml: object("SeldonRuntime", "seldonConfig: default", "r") + object("Model", "storageUri: s3://x, secretName: y"),
    found: [],
  },
  {
    name: "the public remote",
    yaml: object("SeldonRuntime", "seldonConfig: default", "r") + object("Model", "storageUri: gs://x"),
    found: [],
  },
  {
    name: "a scheme without a remote",
    yaml: object("SeldonRuntime", "seldonConfig: default", "r") + object("Model", "storageUri: s3://x"),
    found: ["10:21 unknown rclone remote s3"],
  },
  {
    name: "a remote that the runtime preloads",
    yaml:
      object(
        "SeldonRuntime",
        "seldonConfig: default, config: { agentConfig: { rclone: { config_secrets: [mine] } } }",
        "r",
      ) + object("Model", "storageUri: s3://x"),
    found: [],
  },
  {
    name: "an unknown SeldonConfig",
    yaml: object("SeldonRuntime", "seldonConfig: own", "r") + object("Model", "storageUri: s3://x"),
    found: [],
  },
  { name: "a path on a volume", yaml: object("Model", "storageUri: /mnt/models/a"), found: [] },
  {
    name: "a placeholder",
    yaml: object("Model", "storageUri: 's3://<bucket>/a'"),
    found: ["5:21 invalid storageUri: it contains the placeholder <bucket>"],
  },
  { name: "no SeldonRuntime in the manifest set", yaml: object("Model", "storageUri: s3://x"), found: [] },
  {
    name: "no scheme",
    yaml: object("Model", "storageUri: bucket/x") + object("Model", 'storageUri: ":x"', "b"),
    found: ["5:21 missing scheme in storageUri bucket/x", "10:21 missing scheme in storageUri :x"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonStorageUri, yaml)).toEqual(found);
});
