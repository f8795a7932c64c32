import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonOverrideUnknownContainer } from "./override-unknown-container.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a container of the ServerConfig",
    yaml:
      object("ServerConfig", "podSpec: { containers: [{ name: agent }] }", "c") +
      object("Server", "serverConfig: c, podSpec: { containers: [{ name: agent }] }"),
    found: [],
  },
  {
    name: "a misspelt container without an image",
    yaml:
      object("ServerConfig", "podSpec: { containers: [{ name: agent }] }", "c") +
      object("Server", "serverConfig: c, podSpec: { containers: [{ name: agents }] }"),
    found: ["10:58 unknown container agents: it is not in ServerConfig c, and a new container needs an image"],
  },
  {
    name: "a new container with an image",
    yaml:
      object("ServerConfig", "podSpec: { containers: [{ name: agent }] }", "c") +
      object("Server", "serverConfig: c, podSpec: { containers: [{ name: side, image: i }] }"),
    found: [],
  },
  {
    name: "a ServerConfig that is not in the manifest set",
    yaml: object("Server", "serverConfig: c, podSpec: { containers: [{ name: agents }] }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonOverrideUnknownContainer, yaml)).toEqual(found);
});
