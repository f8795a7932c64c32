import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonModelServerUnknown } from "./model-server-unknown.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a Server that exists",
    yaml:
      object("Server", "serverConfig: c, capabilities: [mlserver, sklearn]", "s") +
      object("Model", "storageUri: s3:x, server: s"),
    found: [],
  },
  {
    name: "a Server that does not exist",
    yaml:
      object("Server", "serverConfig: c, capabilities: [mlserver, sklearn]", "s") +
      object("Model", "storageUri: s3:x, server: t"),
    found: ["10:35 unknown Server t of Model a in churn"],
  },
  { name: "no Server in the manifest set", yaml: object("Model", "storageUri: s3:x, server: t"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonModelServerUnknown, yaml)).toEqual(found);
});
