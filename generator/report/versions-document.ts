import { schemasFile } from "../load/input-files.ts";
import { type Block, heading } from "../text/document.ts";
import { minorOf } from "../text/version.ts";
import type { SchemaSource } from "../tools/schema-fault.ts";
import { type SchemaPins, software, softwareNames } from "../tools/schema-sources.ts";
import { declaredVersion, schemaVersion } from "../validate/effective.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";

/** The pinned schemas of a repository, for programs. */
export interface PinnedSchemas {
  readonly versions: readonly {
    readonly software: string;
    readonly minor: string;
    readonly version: string;
    readonly pinnedIn: string;
    /** The clusters whose objects are validated against these schemas, with the version that each declares. */
    readonly clusters: readonly { readonly cluster: string; readonly declared: string }[];
  }[];
  readonly modules: readonly {
    readonly module: string;
    readonly version: string;
    readonly pinnedIn: string;
    readonly crds: readonly string[];
  }[];
  /** Files in `platform/schemas/`. */
  readonly files: readonly string[];
}

export function pinnedSchemas({ schemas: { pins }, clusters }: Inventory): PinnedSchemas {
  return {
    versions: softwareNames.flatMap((name) =>
      pins[name].map((source) => {
        const version = source.version.slice(1);
        const users = clusters.filter((cluster) => schemaVersion(cluster, name) === version);
        return {
          software: software[name].title,
          minor: minorOf(version),
          version,
          pinnedIn: pinnedIn(source),
          clusters: users.map((cluster) => ({ cluster: cluster.name, declared: declaredVersion(cluster, name) })),
        };
      }),
    ),
    modules: modulesOf(pins, clusters).map((source) => ({
      module: source.module,
      version: source.version,
      pinnedIn: pinnedIn(source),
      crds: source.crds,
    })),
    files: [...new Set(pins.files.map(({ file }) => file))],
  };
}

/** A version that a cluster declares, and the full version whose schemas validate the cluster's objects. */
export interface UsedSchemas {
  readonly software: string;
  readonly declared: string;
  readonly schemas: string;
}

/** The versions of some clusters, each once. */
export function usedSchemas(clusters: readonly ClusterEntry[]): readonly UsedSchemas[] {
  const all = softwareNames.flatMap((name) =>
    clusters.map((cluster) => ({
      software: software[name].title,
      declared: declaredVersion(cluster, name),
      schemas: schemaVersion(cluster, name),
    })),
  );
  return [...new Map(all.map((used) => [`${used.software} ${used.declared}`, used])).values()];
}

/** The modules of the repository, and those of the add-ons that a cluster uses. */
function modulesOf({ modules }: SchemaPins, clusters: readonly ClusterEntry[]): readonly SchemaSource[] {
  const ofAddons = clusters.flatMap(({ pins }) => pins.modules).filter(({ addon }) => addon !== undefined);
  return [...new Map([...modules, ...ofAddons].map((source) => [`${source.module} ${source.addon}`, source])).values()];
}

function pinnedIn({ addon, declaredAt }: SchemaSource): string {
  if (addon !== undefined) return `add-on ${addon}`;
  return declaredAt === undefined ? "tenantry" : schemasFile;
}

export function versionsDocument({ versions, modules, files }: PinnedSchemas): readonly Block[] {
  return [
    heading(1, "Pinned versions"),
    {
      header: ["Software", "Minor", "Schemas", "Pinned in", "Clusters"],
      rows: versions.map(({ software: title, minor, version, pinnedIn: where, clusters }) => [
        title,
        minor,
        version,
        where,
        clusters.map(({ cluster, declared }) => `${cluster} (${declared})`).join(", "),
      ]),
    },
    heading(2, "Modules with other kinds"),
    {
      header: ["Module", "Version", "Pinned in", "Files"],
      rows: modules.map(({ module, version, pinnedIn: where, crds }) => [module, version, where, String(crds.length)]),
    },
    ...(files.length === 0 ? [] : [heading(2, "Files with other kinds"), { items: files }]),
  ];
}
