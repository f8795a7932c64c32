import type { RepositoryDocuments } from "../load/load-repository.ts";
import type { SourceDocument } from "../load/source.ts";
import { ClusterSelector, labelsOfCluster } from "./cluster-selector.ts";
import type { TenantPlacement } from "./inventory.ts";
import { selects } from "./label-selector.ts";
import { mapAtPath, type RawMap, valueAt } from "./merge.ts";

/** A cluster as the fields of tenants select it. */
export interface SelectableCluster {
  readonly document: SourceDocument;
  /** The name of its folder. */
  readonly name: string;
  /** Empty if the file of the cluster sets no environment. */
  readonly environment: string;
  readonly groups: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Reads only these facts, so that a mistake elsewhere in a cluster's file does not change the clusters of a tenant. */
export function selectableClusters({ clusters }: Pick<RepositoryDocuments, "clusters">): readonly SelectableCluster[] {
  return clusters.map((document) => {
    const { source, value } = document;
    const name = source.file.split("/")[1] ?? "";
    const groups = valueAt(value, ["spec", "groups"]);
    const environment = valueAt(value, ["spec", "environment"]);
    const labels = Object.entries(mapAtPath(value, ["metadata", "labels"])).flatMap(([key, label]) =>
      typeof label === "string" ? [[key, label] as const] : [],
    );
    return {
      document,
      name,
      environment: typeof environment === "string" ? environment : "",
      groups: Array.isArray(groups) ? groups.filter((group) => typeof group === "string") : [],
      labels: labelsOfCluster(
        name,
        typeof environment === "string" ? environment : undefined,
        Object.fromEntries(labels),
      ),
    };
  });
}

/** The clusters of a tenant, each with everything that selects it. A cluster that the spec names can be unknown. */
export type TenantClusters = ReadonlyMap<string, readonly TenantPlacement[]>;

/** The union of the clusters that a tenant's raw spec selects, without the excluded ones. */
export function clustersOfTenant(spec: RawMap, clusters: readonly SelectableCluster[]): TenantClusters {
  const groups = Object.keys(mapAtPath(spec, ["clusterGroups"]));
  const selector = ClusterSelector.safeParse(spec["clusterSelector"]);
  const excluded = spec["excludeClusters"];
  const isExcluded = (name: string): boolean => Array.isArray(excluded) && excluded.includes(name);
  const found = new Map<string, readonly TenantPlacement[]>(
    Object.keys(mapAtPath(spec, ["clusters"])).map((name) => [name, [{ by: "name" }]]),
  );
  for (const cluster of clusters) {
    if (isExcluded(cluster.name)) continue;
    const placements: readonly TenantPlacement[] = [
      ...(found.get(cluster.name) ?? []),
      ...cluster.groups
        .filter((group) => groups.includes(group))
        .map((group): TenantPlacement => ({ by: "group", group })),
      ...(selector.success && selects(selector.data, cluster.labels) ? [{ by: "selector" } as const] : []),
    ];
    if (placements.length > 0) found.set(cluster.name, placements);
  }
  return found;
}

/** The clusters of a tenant that exist, each with the groups whose overrides the tenant gets there. */
export function groupsByCluster(
  documents: RepositoryDocuments,
  tenant: SourceDocument,
): ReadonlyMap<string, readonly string[]> {
  const placed = clustersOfTenant(mapAtPath(tenant.value, ["spec"]), selectableClusters(documents));
  return new Map([...placed].map(([name, placements]) => [name, groupsIn(placements)]));
}

/** The groups of a cluster whose overrides a tenant on it gets, in the order in which they apply. */
export function groupsIn(placements: readonly TenantPlacement[]): readonly string[] {
  return placements.flatMap((placement) => (placement.by === "group" ? [placement.group] : []));
}
