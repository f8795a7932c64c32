import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonServerName } from "./server-name.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  { name: "a valid name", yaml: object("Server", "serverConfig: c", "mlserver-2"), found: [] },
  {
    name: "a name with a dot",
    yaml: object("Server", "serverConfig: c", "mlserver.2"),
    found: ["4:19 invalid Server name mlserver.2: it cannot be the name of a Service"],
  },
  {
    name: "a name that begins with a number",
    yaml: object("Server", "serverConfig: c", "2-mlserver"),
    found: ["4:19 invalid Server name 2-mlserver: it cannot be the name of a Service"],
  },
  { name: "a name of the greatest length", yaml: object("Server", "serverConfig: c", "m".repeat(52)), found: [] },
  {
    name: "a name that is too long",
    yaml: object("Server", "serverConfig: c", "m".repeat(53)),
    found: ["4:19 invalid Server name of 53 characters: the names of its Services become too long"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonServerName, yaml)).toEqual(found);
});
