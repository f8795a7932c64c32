import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { seldonServerConfigDead } from "./server-config-dead.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  { name: "in the operator's namespace", yaml: object("ServerConfig", "podSpec: {}", "c", "seldon-system"), found: [] },
  {
    name: "in the Server's namespace",
    yaml: object("ServerConfig", "podSpec: {}", "c"),
    found: ["4:33 invalid namespace churn of ServerConfig c: no operator reads ServerConfigs there"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonServerConfigDead, yaml, churnOnProduction())).toEqual(found);
});
