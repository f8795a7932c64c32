import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { patterns } from "../patterns/table.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { describeReference, referencePath } from "../testing/reference.ts";
import { sandbox } from "../testing/sandbox.ts";
import { withStreams } from "../testing/streams.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import { operatorValues } from "./operator-values.ts";

const chart = referencePath("reference/seldon-2.9.1-charts/setup-values.yaml");

function leavesOf(data: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (!isMap(data)) return [path];
  return Object.entries(data).flatMap(([key, below]) => leavesOf(below, [...path, key]));
}

describeReference(chart, "compared with the chart's own values", () => {
  test("the chart has every key of a Kafka with certificates, and its own paths", () => {
    const [cluster] = inventoryOf(withStreams(sandbox())).clusters;
    if (cluster === undefined) throw new Error("missing cluster");
    const { kafka, security } = operatorValues(patterns.standard, cluster.platform, cluster);
    const chartValues: unknown = parse(readFileSync(chart, "utf8"));
    const leaves = [...leavesOf(kafka, ["kafka"]), ...leavesOf(security, ["security"])];
    expect(leaves.length).toBeGreaterThan(8);
    expect(leaves.filter((path) => valueAt(chartValues, path) === undefined)).toEqual([]);
    for (const path of ["caPath", "brokerCaPath"])
      expect(valueAt(security, ["kafka", "ssl", "client", path])).toBe(
        valueAt(chartValues, ["security", "kafka", "ssl", "client", path]),
      );
  });
});
