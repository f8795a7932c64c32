import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { describeReference, referencePath } from "../testing/reference.ts";
import { ChartValues } from "./chart-values.ts";
import { isMap } from "./merge.ts";

const values = referencePath("reference/seldon-2.9.1-charts/setup-values.yaml");

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

describeReference(values, "against the chart's own values", () => {
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
