import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { describeReference, referencePath } from "../testing/reference.ts";
import { ChartValues } from "./chart-values.ts";
import { isMap } from "./merge.ts";

const values = referencePath("reference/seldon-2.9.1-charts/setup-values.yaml");

/** Keys that only the templates contain or that only values.yaml contains. */
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

/** Paths of a schema that end in a value, or in a refusal of everything below. */
function pathsOf(schema: z.ZodType, path: string): readonly string[] {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (!(inner instanceof z.ZodObject)) return [path];
  return Object.entries(inner.shape).flatMap(([key, below]) => {
    if (!(below instanceof z.ZodType)) throw new Error(`${key} is not a schema`);
    return pathsOf(below, path === "" ? key : `${path}.${key}`);
  });
}

function leavesOf(data: unknown, path: string): readonly string[] {
  if (!isMap(data) || Object.keys(data).length === 0) return [path];
  return Object.entries(data).flatMap(([key, below]) => leavesOf(below, path === "" ? key : `${path}.${key}`));
}

describeReference(values, "compared with the chart's own values", () => {
  const chartKeys = leavesOf(parse(readFileSync(values, "utf8")), "");
  const schemaPaths = pathsOf(ChartValues, "");
  const covers = (path: string, leaf: string): boolean => leaf === path || leaf.startsWith(`${path}.`);

  test("every key of the chart is settable or rejected", () => {
    expect(chartKeys.length).toBeGreaterThan(100);
    expect(chartKeys.filter((leaf) => !schemaPaths.some((path) => covers(path, leaf)))).toEqual([]);
  });

  test("every key of the schema is in the chart, or named as unlisted", () => {
    expect(
      schemaPaths.filter((path) => !chartKeys.some((leaf) => covers(path, leaf)) && !unlisted.includes(path)),
    ).toEqual([]);
  });
});
