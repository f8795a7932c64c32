import { addonApplication } from "../layout/names.ts";
import { type Block, heading } from "../text/document.ts";
import { type KnownCharts, knownChart } from "../validate/addons/charts-entry.ts";
import { hasLeft } from "../validate/addons/retire.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

/** A chart that Argo CD renders on a cluster, with the state of its description. */
export interface AddonChart {
  readonly cluster: string;
  readonly addon: string;
  readonly chart: string;
  readonly version: string;
  /** Null if no digest is recorded. */
  readonly digest: string | null;
  /**
   * The source of its kinds, pods and access: a render of the published archive, or the source code of the chart, with
   * which the add-on was only compared. Null if they are unknown.
   */
  readonly description: "rendered" | "compared" | null;
}

export function addonCharts(clusters: readonly ClusterEntry[], known: KnownCharts): readonly AddonChart[] {
  return clusters.flatMap((cluster) =>
    cluster.addons.flatMap((addon) =>
      Object.entries(addon.spec.applications).flatMap(([application, { chart }]) => {
        if (chart === undefined || hasLeft(addon, application)) return [];
        const spec = knownChart(known, chart)?.spec;
        const isDescribed = spec !== undefined && Object.keys(spec.pods).length + spec.kinds.length > 0;
        return [
          {
            cluster: cluster.name,
            addon: addon.name,
            chart: chart.name,
            version: chart.version,
            digest: spec?.digest ?? null,
            description: spec?.rendered !== undefined ? "rendered" : isDescribed ? "compared" : null,
          },
        ];
      }),
    ),
  );
}

/** The Applications of add-ons whose objects Argo CD renders: charts, and folders of other repositories. */
export function foreignApplications({ name, addons }: ClusterEntry): readonly string[] {
  return addons.flatMap((addon) =>
    Object.entries(addon.spec.applications)
      .filter(([application, { objects }]) => objects === undefined && !hasLeft(addon, application))
      .map(([application]) => addonApplication(name, addon.name, application)),
  );
}

export function addonChartBlocks(charts: readonly AddonChart[]): readonly Block[] {
  if (charts.length === 0) return [];
  return [
    heading(2, "Charts of add-ons"),
    {
      header: ["Cluster", "Add-on", "Chart", "Version", "Digest", "Kinds, pods and access"],
      rows: charts.map(({ cluster, addon, chart, version, digest, description }) => [
        cluster,
        addon,
        chart,
        version,
        digest ?? "not recorded",
        descriptions[description ?? "unknown"],
      ]),
    },
    { text: "Argo CD does not compare the digests. tenantry charts records them and renders the charts." },
  ];
}

const descriptions = {
  rendered: "rendered from the published chart",
  compared: "only compared with the source code of the chart, not rendered from the published chart",
  unknown: "unknown",
} as const;
