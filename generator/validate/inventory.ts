import type { InputCode } from "../diagnostics/codes.ts";
import { type Diagnostic, type Location, onCluster, relatedPlaces } from "../diagnostics/diagnostic.ts";
import type { ComponentFolder } from "../load/load-repository.ts";
import { locate } from "../load/locate.ts";
import type { Path, Source } from "../load/source.ts";
import { defined } from "../models/defined.ts";
import type { KnownSeldon } from "../models/seldon/known.ts";
import { joinNames } from "../text/listed.ts";
import type { SchemaPins } from "../tools/schema-sources.ts";
import type { KnownCharts } from "./addons/charts-entry.ts";
import type { AddonEntry } from "./addons/on-cluster.ts";
import type { ArgoCDInstance } from "./argo-cd.ts";
import type { ClusterSpec, Prometheus } from "./cluster.ts";
import type { ClusterSelector } from "./cluster-selector.ts";
import type { PlatformSpec } from "./platform.ts";
import type { TenantSpec } from "./tenant.ts";
import type { ClusterName, TenantName } from "./terms.ts";

/** All input, parsed. Later stages do not use raw input. Clusters are in order of promotion, tenants by name. */
export interface Inventory {
  /** The platform without overrides: its owner, repository and roles. The entry of a cluster has the platform on that cluster. */
  readonly platform: PlatformEntry;
  readonly schemas: SchemasEntry;
  readonly clusters: readonly ClusterEntry[];
  /** The charts of add-ons. */
  readonly charts: KnownCharts;
  readonly components: ReadonlyMap<string, ComponentFolder>;
  /** Lua by `<group>_<Kind>`. */
  readonly healthChecks: ReadonlyMap<string, Source>;
}

export interface PlatformEntry extends Written {
  readonly name: string;
  readonly spec: PlatformSpec;
  readonly known: KnownSeldon;
}

/** The sources of schemas: those that the program ships, and those of `platform/schemas.yaml` and `platform/schemas/`. */
export interface SchemasEntry extends Written {
  readonly pins: SchemaPins;
}

export interface ClusterEntry extends Written {
  readonly name: ClusterName;
  /** The file's spec, with the values of the cluster's hub and of its add-ons. */
  readonly spec: Omit<ClusterSpec, "addons" | "argoCD" | "platform" | "prometheus"> & {
    readonly argoCD: ArgoCDInstance;
    readonly prometheus: Prometheus;
  };
  /** The platform on this cluster, with the cluster's overrides merged in. */
  readonly platform: PlatformEntry;
  /** The pins of the repository and of the cluster's add-ons. The cluster's versions select from them. */
  readonly pins: SchemaPins;
  /** The add-ons that are on, by name. */
  readonly addons: readonly AddonEntry[];
  /** Whether the cluster's file contains address pools for load balancers, so that they follow from no add-on. */
  readonly writesPools: boolean;
  readonly tenants: readonly TenantEntry[];
}

/**
 * One tenant on one cluster: the platform's defaults for tenants, the file's spec, and the overrides of the cluster's groups
 * and of the cluster, merged in this order.
 */
export interface TenantEntry extends Written {
  readonly name: TenantName;
  readonly spec: TenantSpec;
  /** The storage URIs of the models with their placeholders. In the spec, names replace the placeholders. */
  readonly writtenStorageUris: Readonly<Record<string, string>>;
  /** Everything that selects the cluster for the tenant: at least one. */
  readonly placements: readonly TenantPlacement[];
  /** How the tenant's file selects clusters, other than by name. The same on each cluster. */
  readonly selection: TenantSelection;
  /** Every override of a value on this cluster: a group's and the cluster's own can both set it. */
  readonly overridesOf: (path: Path) => readonly Origin[];
  /** Whether a file sets a value at this path, instead of using a default of the schema. */
  readonly writes: (path: Path) => boolean;
}

/** Why a tenant runs on a cluster: its file names the cluster or one of its groups, or selects the cluster by labels. */
export type TenantPlacement =
  | { readonly by: "name" }
  | { readonly by: "group"; readonly group: string }
  | { readonly by: "selector" };

/** The fields of a tenant's file that also decide about later clusters. */
export interface TenantSelection {
  readonly groups: readonly string[];
  readonly selector: ClusterSelector | undefined;
  readonly excluded: readonly string[];
}

/** The names that replace `{cluster}` and `{environment}`. */
export function placeNames({ name, spec }: ClusterEntry): Readonly<Record<"cluster" | "environment", string>> {
  return { cluster: name, environment: spec.environment };
}

/** Whether content must run on a cluster before it runs on another. Clusters of one environment are peers. */
export function precedes(earlier: ClusterEntry, later: ClusterEntry): boolean {
  return earlier.spec.order < later.spec.order && earlier.spec.environment !== later.spec.environment;
}

/** The clusters that a hub syncs, in order of promotion. */
export function hubClusters({ clusters }: Pick<Inventory, "clusters">, hub: string): readonly ClusterEntry[] {
  return clusters.filter(({ spec }) => spec.argoCD.hub === hub);
}

/** An entry with the origin of each of its parts. */
interface Written {
  readonly at: (...path: Path) => Origin;
}

/** The placements of a tenant on a cluster as the end of a sentence: `group eu and spec.clusterSelector`. */
export function placementText(placements: readonly TenantPlacement[]): string {
  const words = { name: "spec.clusters", selector: "spec.clusterSelector" };
  return joinNames(
    placements.map((placement) => (placement.by === "group" ? `group ${placement.group}` : words[placement.by])),
  );
}

/** The origin of the first path that the tenant's file sets, among several that could be fixed. Otherwise the first path. */
export function firstWritten(tenant: TenantEntry, ...paths: readonly Path[]): Origin {
  const written = paths.find((path) => tenant.writes(path)) ?? paths[0] ?? [];
  return tenant.at(...written);
}

/** The position in the input that an object or a finding comes from. Its line is computed only when it is needed. */
export interface Origin {
  readonly source: Source;
  readonly path: Path;
  /** The path in the tenant's spec, for the origin of a part of a tenant. `path` also contains the fields around it. */
  readonly field?: Path;
  /** The origin of a part, if that can be elsewhere: in an override, in a default, or in the cluster's file. */
  readonly within?: (path: Path) => Origin;
  /** The part of a user's file that selects this origin, if the origin is in a file of the program. */
  readonly selectedBy?: Origin;
}

/** The origin of a part of an entry. */
export function partOf(origin: Origin, ...path: Path): Origin {
  return origin.within?.(path) ?? { source: origin.source, path: [...origin.path, ...path] };
}

/** The position of an origin, of its value or of its key. No user can change a file of the program. */
export function placeOf({ source, path, selectedBy }: Origin, part: "value" | "key" = "value"): Location {
  const place = locate(source, path, part);
  return selectedBy === undefined ? place : { ...placeOf(selectedBy, "key"), shipped: place };
}

/** A finding about the input, at the value of `origin` or at its key. */
export function findingAt(
  origin: Origin,
  code: InputCode,
  message: string,
  hint?: string,
  part: "value" | "key" = "value",
): Diagnostic {
  const at = placeOf(origin, part);
  return { code, severity: "error", message: onCluster(message, at), ...defined({ hint }), at, ...relatedPlaces(at) };
}
