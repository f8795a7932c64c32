import { isDeepStrictEqual } from "node:util";
import { locate } from "../load/locate.ts";
import type { ClusterEntry, Origin, TenantEntry, TenantPlacement } from "../validate/inventory.ts";
import type { TenantOnCluster } from "./proposal.ts";

/** A cluster in the base, from the point of view of a tenant. */
interface ClusterInBase {
  /** Undefined if the cluster is new. */
  readonly cluster: ClusterEntry | undefined;
  /** Whether the tenant's file excludes it. */
  readonly excluded: boolean;
}

/**
 * The fields of a tenant's file and of a cluster's file that can be the reason why the tenant is on the cluster now, or gets
 * the overrides of another group there.
 */
export function placementPlaces(
  before: TenantOnCluster | undefined,
  { tenant, cluster }: TenantOnCluster,
  { cluster: oldCluster, excluded }: ClusterInBase,
): readonly Origin[] {
  const [old, fresh] = [before?.tenant.placements ?? [], tenant.placements];
  if (isDeepStrictEqual(old, fresh)) return before === undefined ? [] : selectionPlaces(before.tenant, tenant);
  const gained = missingFrom(old, fresh);
  const { source } = tenant.at();
  const exclusion: Origin = { source, path: ["spec", "excludeClusters"] };
  return [
    ...(excluded && locate(source, exclusion.path).nearby !== true ? [exclusion] : []),
    ...gained.map((placement) => ({ source, path: ["spec", ...selectingField(placement, cluster.name)] })),
    ...gained.flatMap((placement) => placesInCluster(oldCluster, cluster, placement)),
    ...missingFrom(fresh, old).flatMap((placement) => placesInCluster(oldCluster, cluster, placement)),
  ];
}

/** The fields of a tenant's file that select other clusters than before, although the tenant is on the same clusters. */
function selectionPlaces({ selection: old }: TenantEntry, { selection: fresh, at }: TenantEntry): readonly Origin[] {
  const { source } = at();
  const place = (...path: readonly string[]): Origin => ({ source, path: ["spec", ...path] });
  return [
    ...fresh.groups.filter((group) => !old.groups.includes(group)).map((group) => place("clusterGroups", group)),
    ...(isDeepStrictEqual(old.selector, fresh.selector) ? [] : [place("clusterSelector")]),
    ...(isDeepStrictEqual(old.excluded, fresh.excluded) ? [] : [place("excludeClusters")]),
  ];
}

/** The fields of a cluster's file that can be the reason why this selects the cluster, or selects it no longer. */
export function placesInCluster(
  before: ClusterEntry | undefined,
  cluster: ClusterEntry,
  placement: TenantPlacement,
): readonly Origin[] {
  if (placement.by === "name") return [];
  const { groups, environment } = cluster.spec;
  if (placement.by === "group") {
    const index = groups.indexOf(placement.group);
    return [cluster.at("groups", ...(index < 0 ? [] : [index]))];
  }
  const labels = { source: cluster.at().source, path: ["metadata", "labels"] };
  // A selector can also name the environment, as a label that Tenantry adds.
  return before === undefined || before.spec.environment === environment ? [labels] : [cluster.at("environment")];
}

function missingFrom(
  known: readonly TenantPlacement[],
  placements: readonly TenantPlacement[],
): readonly TenantPlacement[] {
  return placements.filter((placement) => !known.some((candidate) => isDeepStrictEqual(candidate, placement)));
}

function selectingField(placement: TenantPlacement, cluster: string): readonly string[] {
  if (placement.by === "group") return ["clusterGroups", placement.group];
  return placement.by === "name" ? ["clusters", cluster] : ["clusterSelector"];
}
