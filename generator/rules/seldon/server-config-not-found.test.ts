import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { seldonServerConfigNotFound } from "./server-config-not-found.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a ServerConfig that exists",
    yaml: object("ServerConfig", "", "c", "seldon-system") + object("Server", "serverConfig: c"),
    found: [],
  },
  {
    name: "a ServerConfig of the chart",
    yaml: object("ServerConfig", "", "c") + object("Server", "serverConfig: mlserver"),
    found: [],
  },
  {
    name: "a ServerConfig that does not exist",
    yaml: object("ServerConfig", "", "c") + object("Server", "serverConfig: d"),
    found: ["10:23 unknown ServerConfig d"],
  },
  {
    name: "a name with a namespace",
    yaml: object("Server", "serverConfig: seldon-system/c"),
    found: ["5:23 invalid ServerConfig name seldon-system/c: the name contains a namespace"],
  },
  { name: "a manifest set without ServerConfigs", yaml: object("Server", "serverConfig: d"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonServerConfigNotFound, yaml)).toEqual(found);
});

test("a ServerConfig in the Server's namespace is reported on standard, but not on scoped", () => {
  const inServerNamespace = object("ServerConfig", "", "c") + object("Server", "serverConfig: c");
  expect(findingsIn(seldonServerConfigNotFound, inServerNamespace, churnOnProduction())).toEqual([
    "10:23 unknown ServerConfig c in seldon-system, where the operator looks for it",
  ]);
  expect(findingsIn(seldonServerConfigNotFound, inServerNamespace, churnOnProduction("", "scoped"))).toEqual([]);
});
