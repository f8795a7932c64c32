import { addonApplication } from "../layout/names.ts";
import { type Block, heading } from "../text/document.ts";
import type { AddonApplication } from "../validate/addons/application.ts";
import { hasLeft } from "../validate/addons/retire.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

/** An Application of an add-on that Argo CD renders from a chart or from another git repository. */
export interface AddonSource {
  readonly cluster: string;
  readonly addon: string;
  readonly application: string;
  /** Name of the chart or of the git repository. */
  readonly source: string;
  /** Version of the chart, or tag or commit of the repository. */
  readonly version: string;
  /** The pinned module with the same name, which validates the objects of the add-on's kinds. Undefined if there is none. */
  readonly schemas?: { readonly module: string; readonly version: string };
}

export function addonSources({ name: cluster, addons, pins }: ClusterEntry): readonly AddonSource[] {
  return addons.flatMap((addon) =>
    Object.entries(addon.spec.applications).flatMap(([key, application]) => {
      const used = sourceOf(application);
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

function sourceOf({ chart, git }: AddonApplication): Pick<AddonSource, "source" | "version"> | undefined {
  if (chart !== undefined) return { source: chart.name, version: chart.version };
  return git && { source: nameOf(git.repository), version: git.revision };
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

/** The sources whose version differs from the version of their schemas. */
export function otherSchemaBlocks(sources: readonly AddonSource[]): readonly Block[] {
  const rows = sources.flatMap(({ cluster, addon, source, version, schemas }) =>
    schemas === undefined || withoutPrefix(schemas.version) === withoutPrefix(version)
      ? []
      : [[cluster, addon, `${source} ${version}`, `${schemas.module} ${schemas.version}`]],
  );
  if (rows.length === 0) return [];
  return [
    heading(2, "Add-ons with schemas of another version"),
    { header: ["Cluster", "Add-on", "Software", "Schemas"], rows },
  ];
}

function withoutPrefix(version: string): string {
  return version.replace(/^v/, "");
}
