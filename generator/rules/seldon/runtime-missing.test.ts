import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { seldonRuntimeMissing } from "./runtime-missing.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a namespace with a SeldonRuntime",
    yaml: object("SeldonRuntime", "seldonConfig: default", "r") + object("Server", "serverConfig: c"),
    found: [],
  },
  {
    name: "a Server without a SeldonRuntime",
    yaml: object("Server", "serverConfig: c") + object("Model", "storageUri: s3:x"),
    found: ["4:19 missing SeldonRuntime in churn: the namespace has a Server"],
  },
  {
    name: "a SeldonRuntime in another namespace",
    yaml: object("SeldonRuntime", "seldonConfig: default", "r", "other") + object("Model", "storageUri: s3:x"),
    found: ["9:19 missing SeldonRuntime in churn: the namespace has a Model"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonRuntimeMissing, yaml, churnOnProduction())).toEqual(found);
});

test("a shared runtime needs no SeldonRuntime in each namespace", () => {
  expect(
    findingsIn(seldonRuntimeMissing, object("Server", "serverConfig: c"), churnOnProduction("", "enhanced")),
  ).toEqual([]);
  expect(findingsIn(seldonRuntimeMissing, object("Server", "serverConfig: c"))).toEqual([]);
});
