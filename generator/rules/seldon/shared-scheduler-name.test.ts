import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { seldonSharedSchedulerName } from "./shared-scheduler-name.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "different names",
    yaml: object("Model", "storageUri: s3:x") + object("Model", "storageUri: s3:x", "b", "other"),
    found: [],
  },
  {
    name: "the same name in two namespaces",
    yaml: object("Model", "storageUri: s3:x") + object("Model", "storageUri: s3:x", "a", "other"),
    found: ["9:19 duplicate Model a: namespace churn uses the same name on the same scheduler"],
  },
  {
    name: "the same name of different kinds",
    yaml: object("Model", "storageUri: s3:x") + object("Server", "serverConfig: c", "a", "other"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonSharedSchedulerName, yaml, churnOnProduction("", "enhanced"))).toEqual(found);
});
