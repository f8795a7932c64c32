import { addonApplication } from "../layout/names.ts";
import type { Block } from "../text/document.ts";
import type { AddonApplication } from "../validate/addons/application.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

/** An Application of an add-on that Argo CD renders from a chart or from another git repository. */
export interface AddonSource {
  readonly cluster: string;
  readonly addon: string;
  readonly application: string;
  /** Name of the chart, or URL and folder of the git repository. */
  readonly source: string;
  /** Version of the chart, or tag or commit of the repository. */
  readonly version: string;
}

export function addonSources({ name: cluster, addons }: ClusterEntry): readonly AddonSource[] {
  return addons.flatMap(({ name: addon, spec, retired }) =>
    Object.entries(spec.applications).flatMap(([key, application]) => {
      const used = sourceOf(application);
      if (used === undefined || retired.includes(key)) return [];
      return [{ cluster, addon, application: addonApplication(cluster, addon, key), ...used }];
    }),
  );
}

function sourceOf({ chart, git }: AddonApplication): Pick<AddonSource, "source" | "version"> | undefined {
  if (chart !== undefined) return { source: chart.name, version: chart.version };
  return git && { source: `${git.repository} ${git.path}`, version: git.revision };
}

export function addonSourcesTable(sources: readonly AddonSource[]): Block {
  return {
    header: ["Cluster", "Add-on", "Application", "Source", "Version"],
    rows: sources.map(({ cluster, addon, application, source, version }) => [
      cluster,
      addon,
      application,
      source,
      version,
    ]),
  };
}
