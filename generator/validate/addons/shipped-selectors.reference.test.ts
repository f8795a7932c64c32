import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shippedCharts } from "../../load/shipped-addons.ts";
import { describeReference, referencePath } from "../../testing/reference.ts";
import { Chart } from "./chart.ts";
import { immutableWorkloads, selectorOf } from "./immutable.ts";

const reference = referencePath("reference/charts");

interface Pods {
  readonly workload: string;
  readonly selector: Readonly<Record<string, string>>;
}

describeReference(reference, "the selectors of the shipped charts", () => {
  test.each(
    shippedCharts().flatMap(({ value }) => {
      const { metadata, spec } = Chart.parse(value);
      const file = join(reference, metadata.name, "pods.json");
      return existsSync(file) && immutableWorkloads(spec).length > 0 ? [{ name: metadata.name, spec, file }] : [];
    }),
  )("$name: each workload has the selector of the reference", ({ spec, file }) => {
    const theirs: readonly Pods[] = JSON.parse(readFileSync(file, "utf8"));
    const known = new Map(theirs.map(({ workload, selector }) => [workload, selector]));
    const ours = immutableWorkloads(spec).filter(([workload]) => known.has(workload));
    expect(ours.length).toBeGreaterThan(0);
    expect(Object.fromEntries(ours.map(([workload, pods]) => [workload, selectorOf(pods)]))).toEqual(
      Object.fromEntries(ours.map(([workload]) => [workload, known.get(workload)])),
    );
  });
});
