import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findings } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

test.each([
  [
    "a key that the chart does not have",
    "controllerManager: { env: { SELDON_SCHEDULER_HOST: x } }",
    "input/unknown-field",
  ],
  ["a misspelled key", "schedular: { resources: { memory: 2Gi } }", "input/unknown-field"],
  ["a key that the chart ignores", "controller: { skipOperatorClusterRoleCreation: true }", "input/chart-value"],
  ["a key that the pattern determines", "controller: { clusterwide: false }", "input/chart-value"],
  ["a key that follows from the tenants", "controller: { watchNamespaces: [a] }", "input/chart-value"],
  ["a whole section", "security: { controlplane: { protocol: SSL } }", "input/chart-value"],
  ["a value of another type", "modelgateway: { workers: many }", "input/wrong-type"],
  ["a label that selectors use", "envoy: { labels: { app.kubernetes.io/name: mine } }", "input/invalid-value"],
  ["zero replicas of a topic", "kafka: { topics: { replicationFactor: 0 } }", "input/invalid-value"],
  ["an Envoy without memory", "envoy: { resources: { memory: 0 } }", "input/invalid-value"],
  ["an Envoy that is killed before it has drained", "envoy: { preStopSleepPeriodSeconds: 200 }", "input/invalid-value"],
  ["a valid value", "envoy: { resources: { cpu: 500m } }", undefined],
])("$0: $2", async (_, line, code) => {
  const root = sandbox();
  const file = "clusters/production/cluster.yaml";
  const text = readFileSync(join(root, file), "utf8").replace(
    "    pattern: standard\n",
    `    pattern: standard\n    values:\n      ${line}\n`,
  );
  write(root, file, text);
  write(root, "tenants/a.yaml", tenantText("a"));
  const at = text.split("\n").findIndex((part) => part.includes(line)) + 1;
  expect(await findings(root)).toEqual(
    code === undefined ? [] : [expect.stringMatching(`^${file}:${at}:\\d+ ${code}$`)],
  );
});
