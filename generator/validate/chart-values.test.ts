import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { findings, sandbox, tenantFile, write } from "../testing/sandbox.ts";
import { ChartValues } from "./chart-values.ts";
import { isMap } from "./merge.ts";

const values = join(import.meta.dirname, "../../../shared/reference/seldon-2.9.1-charts/setup-values.yaml");

/** Keys that the templates read though values.yaml does not list them, or the other way round. */
const unlisted = [
  "controller.watchNamespaces",
  "controller.skipClusterRoleCreation",
  "controller.logLevel",
  ...["scheduler", "modelgateway", "pipelinegateway", "dataflow"].flatMap((name) => [
    `${name}.labels`,
    `${name}.annotations`,
  ]),
  "envoy.labels",
];

/** Paths of a schema that end in a value, or in a refusal of all below. */
function pathsOf(schema: z.ZodType, path: string): readonly string[] {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (!(inner instanceof z.ZodObject)) return [path];
  return Object.entries(inner.shape).flatMap(([key, below]) => {
    if (!(below instanceof z.ZodType)) throw new Error(`${key} is no schema`);
    return pathsOf(below, path === "" ? key : `${path}.${key}`);
  });
}

function leavesOf(data: unknown, path: string): readonly string[] {
  if (!isMap(data) || Object.keys(data).length === 0) return [path];
  return Object.entries(data).flatMap(([key, below]) => leavesOf(below, path === "" ? key : `${path}.${key}`));
}

describe.skipIf(!existsSync(values))("against the chart's own values (needs the reference folder)", () => {
  const theirs = leavesOf(parse(readFileSync(values, "utf8")), "");
  const ours = pathsOf(ChartValues, "");
  const covers = (path: string, leaf: string): boolean => leaf === path || leaf.startsWith(`${path}.`);

  test("every key of theirs is settable or refused", () => {
    expect(theirs.length).toBeGreaterThan(100);
    expect(theirs.filter((leaf) => !ours.some((path) => covers(path, leaf)))).toEqual([]);
  });

  test("every key of ours is theirs, or named as unlisted", () => {
    expect(ours.filter((path) => !theirs.some((leaf) => covers(path, leaf)) && !unlisted.includes(path))).toEqual([]);
  });
});

test.each([
  [
    "a key that the chart does not have",
    "controllerManager: { env: { SELDON_SCHEDULER_HOST: x } }",
    "input/unknown-field",
  ],
  ["a misspelt key", "schedular: { resources: { memory: 2Gi } }", "input/unknown-field"],
  ["a key that the chart ignores", "controller: { skipOperatorClusterRoleCreation: true }", "input/chart-value"],
  ["a key that the pattern decides", "controller: { clusterwide: false }", "input/chart-value"],
  ["a key that follows from the tenants", "controller: { watchNamespaces: [a] }", "input/chart-value"],
  ["a whole section", "security: { controlplane: { protocol: SSL } }", "input/chart-value"],
  ["a value of another type", "modelgateway: { workers: many }", "input/wrong-type"],
  ["a label that selectors use", "envoy: { labels: { app.kubernetes.io/name: mine } }", "input/invalid-value"],
  ["nothing of what has to exist", "kafka: { topics: { replicationFactor: 0 } }", "input/invalid-value"],
  ["an Envoy without memory", "envoy: { resources: { memory: 0 } }", "input/invalid-value"],
  ["an Envoy that is killed early", "envoy: { preStopSleepPeriodSeconds: 200 }", "input/invalid-value"],
  ["a value that it has", "envoy: { resources: { cpu: 500m } }", undefined],
])("%s", async (_, line, code) => {
  const root = sandbox();
  const file = "clusters/production/cluster.yaml";
  const text = readFileSync(join(root, file), "utf8").replace(
    "seldon: { pattern: standard }",
    `seldon:\n    pattern: standard\n    values:\n      ${line}`,
  );
  write(root, file, text);
  write(root, "tenants/a.yaml", tenantFile("a"));
  const at = text.split("\n").findIndex((one) => one.includes(line)) + 1;
  expect(await findings(root)).toEqual(
    code === undefined ? [] : [expect.stringMatching(`^${file}:${at}:\\d+ ${code}$`)],
  );
});
