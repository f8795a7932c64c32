import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { seldonPublicRemoteMissing } from "./public-remote-missing.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

const secret = (kind: string, version: string, name = "seldon-rclone-gs-public"): string => `---
apiVersion: ${version}
kind: ${kind}
metadata: { name: ${name}, namespace: churn }
`;

const server = object("Server", "serverConfig: c", "s");

test.each([
  {
    name: "the Secret in the manifests",
    yaml: object("SeldonRuntime", "seldonConfig: default", "r") + server + secret("Secret", "v1"),
    found: [],
  },
  {
    name: "the Secret from a store",
    yaml:
      object("SeldonRuntime", "seldonConfig: default", "r") +
      server +
      secret("ExternalSecret", "external-secrets.io/v1"),
    found: [],
  },
  {
    name: "no Secret",
    yaml: object("SeldonRuntime", "seldonConfig: default", "r") + server + secret("Secret", "v1", "other"),
    found: ["4:19 missing Secret seldon-rclone-gs-public in churn"],
  },
  { name: "another SeldonConfig", yaml: object("SeldonRuntime", "seldonConfig: own") + server, found: [] },
  { name: "a runtime without Servers", yaml: object("SeldonRuntime", "seldonConfig: default", "r"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonPublicRemoteMissing, yaml)).toEqual(found);
});

test("with a shared runtime, the Secret is required in the namespaces of Servers", () => {
  const context = churnOnProduction("", "enhanced");
  const runtime = object("SeldonRuntime", "seldonConfig: default", "r", "seldon-system");
  expect(findingsIn(seldonPublicRemoteMissing, runtime, context)).toEqual([]);
  expect(findingsIn(seldonPublicRemoteMissing, runtime + object("Server", "serverConfig: c", "s"), context)).toEqual([
    "9:19 missing Secret seldon-rclone-gs-public in churn",
  ]);
});
