import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonServerConfigContainers } from "./server-config-containers.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "all three containers",
    yaml: object("ServerConfig", "podSpec: { containers: [{ name: rclone }, { name: agent }, { name: triton }] }"),
    found: [],
  },
  {
    name: "only an inference server",
    yaml: object("ServerConfig", "podSpec: { containers: [{ name: mlserver }] }"),
    found: ["5:20 missing containers rclone, agent in ServerConfig a"],
  },
  {
    name: "no containers",
    yaml: object("ServerConfig", "podSpec: { containers: [] }"),
    found: ["5:20 missing containers rclone, agent, mlserver or triton in ServerConfig a"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonServerConfigContainers, yaml)).toEqual(found);
});
