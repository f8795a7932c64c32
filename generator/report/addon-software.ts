import { addonApplication } from "../layout/names.ts";
import { type Block, heading } from "../text/document.ts";
import type { AddonApplication } from "../validate/addons/application.ts";
import { type KnownCharts, knownChart } from "../validate/addons/charts-entry.ts";
import { hasLeft } from "../validate/addons/retire.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

/** An Application of an add-on that Argo CD renders from a chart or from another git repository. */
export interface AddonSoftware {
  readonly cluster: string;
  readonly addon: string;
  readonly application: string;
  /** Name of the chart or of the git repository. */
  readonly source: string;
  /** Version of the chart, or tag or commit of the repository. */
  readonly version: string;
  /** Undefined for a folder of a git repository. */
  readonly chart?: DescribedChart;
  /** The pinned module with the same name, which validates the objects of the add-on's kinds. Undefined if there is none. */
  readonly schemas?: { readonly module: string; readonly version: string };
}

/** The known facts about the published archive of a chart. */
interface DescribedChart {
  /** Null if no digest is recorded. */
  readonly digest: string | null;
  /**
   * The source of its kinds, pods and access: a render of the published archive, or the source code of the chart, with
   * which the add-on was only compared. Null if they are unknown.
   */
  readonly description: "rendered" | "compared" | null;
}

export function addonSoftware(
  { name: cluster, addons, pins }: ClusterEntry,
  charts: KnownCharts,
): readonly AddonSoftware[] {
  return addons.flatMap((addon) =>
    Object.entries(addon.spec.applications).flatMap(([key, application]) => {
      const used = sourceOf(application, charts);
      if (used === undefined || hasLeft(addon, key)) return [];
      const pinned = pins.modules.find(({ module }) => nameOf(module) === used.source);
      return [
        {
          cluster,
          addon: addon.name,
          application: addonApplication(cluster, addon.name, key),
          ...used,
          ...(pinned === undefined ? {} : { schemas: { module: pinned.module, version: pinned.version } }),
        },
      ];
    }),
  );
}

function sourceOf(
  { chart, git }: AddonApplication,
  charts: KnownCharts,
): Pick<AddonSoftware, "source" | "version" | "chart"> | undefined {
  if (chart === undefined) return git && { source: nameOf(git.repository), version: git.revision };
  const spec = knownChart(charts, chart)?.spec;
  const isDescribed = spec !== undefined && Object.keys(spec.pods).length + spec.kinds.length > 0;
  const description = spec?.rendered !== undefined ? "rendered" : isDescribed ? "compared" : null;
  return { source: chart.name, version: chart.version, chart: { digest: spec?.digest ?? null, description } };
}

/** The last part of an address or of a Go module, without a major version. */
function nameOf(address: string): string {
  return (
    address
      .replace(/[.]git$/, "")
      .replace(/\/v[0-9]+$/, "")
      .split("/")
      .at(-1) ?? ""
  );
}

export function addonSoftwareBlocks(software: readonly AddonSoftware[]): readonly Block[] {
  if (software.length === 0) return [];
  return [
    heading(2, "Software of add-ons"),
    {
      header: ["Cluster", "Add-on", "Software", "Version", "Schemas", "Digest", "Kinds, pods and access"],
      rows: software.map((used) => [
        used.cluster,
        used.addon,
        used.source,
        used.version,
        schemasOf(used),
        used.chart === undefined ? "no chart" : (used.chart.digest ?? "not recorded"),
        used.chart === undefined ? "no chart" : descriptions[used.chart.description ?? "unknown"],
      ]),
    },
    ...(software.some(({ chart }) => chart !== undefined)
      ? [{ text: "Argo CD does not compare the digests. tenantry charts records them and renders the charts." }]
      : []),
  ];
}

/** The version of the schemas, if it differs from the version of the software. */
function schemasOf({ version, schemas }: AddonSoftware): string {
  if (schemas === undefined) return "no pinned module";
  return withoutPrefix(schemas.version) === withoutPrefix(version)
    ? "of the same version"
    : `of another version: ${schemas.module} ${schemas.version}`;
}

function withoutPrefix(version: string): string {
  return version.replace(/^v/, "");
}

const descriptions = {
  rendered: "rendered from the published chart",
  compared: "only compared with the source code of the chart, not rendered from the published chart",
  unknown: "unknown",
} as const;
