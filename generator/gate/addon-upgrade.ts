import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { addonApplications } from "../layout/addon-files.ts";
import { fileNameOf } from "../layout/paths.ts";
import type { MergedBase } from "../load/base.ts";
import { chartsFolder } from "../load/input-files.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import { readObject } from "../models/read-object.ts";
import { Chart, type ChartSpec } from "../validate/addons/chart.ts";
import { type KnownCharts, keyOfChart, knownChart } from "../validate/addons/charts-entry.ts";
import { hasLeft } from "../validate/addons/retire.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { installedSource, upgradeFindings } from "./upgrade-findings.ts";

/** Charts that change from what the merged revision installs, in a way that Kubernetes or the software does not allow. */
export async function addonUpgrades(
  base: MergedBase,
  clusters: readonly ClusterEntry[],
  charts: KnownCharts,
): Promise<readonly Diagnostic[]> {
  const uses = clusters.flatMap((cluster) =>
    cluster.addons.flatMap((addon) =>
      Object.keys(addon.spec.applications)
        .filter((part) => !hasLeft(addon, part))
        .map((part) => ({ cluster, addon, part })),
    ),
  );
  if (uses.length === 0) return [];
  const earlier = await describedIn(base);
  const found = await Promise.all(
    uses.map(async ({ cluster, addon, part }) => {
      const text = await base.read(addonApplications(cluster.name, addon.name, fileNameOf("Application", part)));
      const before = typeof text === "string" ? installedSource(readObject(text)) : undefined;
      if (before === undefined) return [];
      return upgradeFindings(addon, part, { before, described: earlierOf(earlier, charts), charts }).map((finding) => ({
        ...finding,
        hint: [
          ...(finding.hint === undefined ? [] : [finding.hint]),
          `Tenantry compared the files with ${base.name}.`,
        ].join(" "),
      }));
    }),
  );
  return found.flat();
}

/** Finds the description that the merged revision has, or a file that exists now: the shipped ones are in no revision. */
export function earlierOf(
  earlier: ReadonlyMap<string, ChartSpec>,
  charts: KnownCharts,
): (id: Pick<ChartSpec, "repository" | "name" | "version">) => ChartSpec | undefined {
  return (id) => earlier.get(keyOfChart(id)) ?? knownChart(charts, id)?.spec;
}

/** The descriptions of charts in the merged revision, which an upgrade may have replaced. */
export async function describedIn(base: MergedBase): Promise<ReadonlyMap<string, ChartSpec>> {
  const names = await base.read(chartsFolder);
  if (names === undefined || typeof names === "string") return new Map();
  const files = names.filter((name) => name.endsWith(".yaml")).map((name) => `${chartsFolder}/${name}`);
  const texts = await Promise.all(files.map((file) => base.read(file)));
  return new Map(
    texts.flatMap((text, index) => {
      const parsed = typeof text === "string" ? parseYaml({ file: files[index] ?? "", text }) : undefined;
      const chart = parsed?.ok === true ? Chart.safeParse(parsed.value.value) : undefined;
      return chart?.success === true ? [[keyOfChart(chart.data.spec), chart.data.spec] as const] : [];
    }),
  );
}
