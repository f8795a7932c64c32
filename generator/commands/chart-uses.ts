import { chartFile } from "../load/input-files.ts";
import { type ChartEntry, type ChartId, type KnownCharts, keyOfChart } from "../validate/addons/charts-entry.ts";
import { filledAddon } from "../validate/addons/filled.ts";
import { schemaVersion } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { RawMap } from "../validate/merge.ts";

/** A chart of the add-ons, with all the ways in which clusters render it. */
export interface ChartUse {
  readonly chart: ChartId;
  /** The path of the chart's file from the repository's root. */
  readonly file: string;
  /** The description of this version, or of another version of the chart. */
  readonly before: ChartEntry | undefined;
  readonly releases: readonly ChartRelease[];
}

/** How one cluster renders a chart. */
interface ChartRelease {
  readonly name: string;
  readonly namespace: string;
  readonly values: RawMap;
  /** Version of Kubernetes. */
  readonly kubernetes: string;
}

interface Chosen {
  /** Undefined for all. */
  readonly addons: readonly string[] | undefined;
  /** Another version of the charts than the add-ons use. */
  readonly version?: string | undefined;
}

/** The charts of some add-ons, or of all, each once. */
export function chartUses(
  clusters: readonly ClusterEntry[],
  { addons, version: other }: Chosen,
  known: KnownCharts,
): readonly ChartUse[] {
  const releases = new Map<string, { readonly chart: ChartId; readonly releases: ChartRelease[] }>();
  for (const cluster of clusters)
    for (const addon of cluster.addons) {
      if (addons?.includes(addon.name) === false) continue;
      const { values } = filledAddon(cluster, addon);
      for (const [application, { chart: used, namespace = "default" }] of Object.entries(addon.spec.applications)) {
        if (used === undefined) continue;
        const chart = other === undefined ? used : { ...used, version: other };
        const use = releases.get(keyOfChart(chart)) ?? { chart, releases: [] };
        releases.set(keyOfChart(chart), use);
        const kubernetes = schemaVersion(cluster, "kubernetes");
        use.releases.push({ name: chart.release, namespace, values: values.get(application) ?? {}, kubernetes });
      }
    }
  const used = allCharts(clusters);
  const taken = new Set([...known.values()].map(({ file }) => file));
  return [...releases.values()].map(({ chart, releases: all }) => {
    const { repository, name, version } = chart;
    const before = descriptionOf(chart, known);
    const file = fileFor(chart, known, used, taken);
    taken.add(file);
    const distinct = [...new Map(all.map((release) => [JSON.stringify(release), release])).values()];
    return { chart: { repository, name, version }, file, before, releases: distinct };
  });
}

/** The charts that clusters use, by key. */
function allCharts(clusters: readonly ClusterEntry[]): ReadonlySet<string> {
  const applications = clusters.flatMap(({ addons }) => addons.flatMap(({ spec }) => Object.values(spec.applications)));
  return new Set(applications.flatMap(({ chart }) => (chart === undefined ? [] : [keyOfChart(chart)])));
}

/** The file of this version, else of a version that no cluster uses any more, else another description of the chart. */
function descriptionOf(chart: ChartId, known: KnownCharts): ChartEntry | undefined {
  const others = [...known.values()].filter((entry) => isSameChart(entry.spec, chart));
  return known.get(keyOfChart(chart)) ?? others.find(({ isShipped }) => !isShipped) ?? others[0];
}

/** An upgrade changes the file of the earlier version, so that a reviewer sees the differences. */
function fileFor(chart: ChartId, known: KnownCharts, used: ReadonlySet<string>, taken: ReadonlySet<string>): string {
  const own = [...known.values()].filter(({ isShipped, spec }) => !isShipped && isSameChart(spec, chart));
  const same = own.find(({ spec }) => spec.version === chart.version);
  const free = own.find(({ spec }) => !used.has(keyOfChart(spec)));
  const file = same?.file ?? free?.file;
  if (file !== undefined) return file;
  const plain = chartFile(chart.name);
  return taken.has(plain) ? chartFile(`${chart.name}-${chart.version}`) : plain;
}

function isSameChart(left: ChartId, right: ChartId): boolean {
  return left.repository === right.repository && left.name === right.name;
}
