import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { seldonServerConfigNotFound } from "./server-config-not-found.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "there",
    yaml: object("ServerConfig", "", "c", "seldon-system") + object("Server", "serverConfig: c"),
    found: [],
  },
  {
    name: "the chart's own",
    yaml: object("ServerConfig", "", "c") + object("Server", "serverConfig: mlserver"),
    found: [],
  },
  {
    name: "not there",
    yaml: object("ServerConfig", "", "c") + object("Server", "serverConfig: d"),
    found: ["10:23 unknown ServerConfig d"],
  },
  {
    name: "with its namespace",
    yaml: object("Server", "serverConfig: seldon-system/c"),
    found: ["5:23 invalid ServerConfig name seldon-system/c: the namespace cannot be part of it"],
  },
  { name: "a folder of Servers", yaml: object("Server", "serverConfig: d"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(seldonServerConfigNotFound, yaml)).toEqual(found);
});

test("beside the operator on standard, beside the Server on scoped", () => {
  const beside = object("ServerConfig", "", "c") + object("Server", "serverConfig: c");
  expect(foundIn(seldonServerConfigNotFound, beside, churnOnProduction())).toEqual([
    "10:23 unknown ServerConfig c in seldon-system, where the operator looks for it",
  ]);
  expect(foundIn(seldonServerConfigNotFound, beside, churnOnProduction("", "scoped"))).toEqual([]);
});
