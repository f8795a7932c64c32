import type { RepositoryDocuments } from "../load/load-repository.ts";
import type { SourceDocument } from "../load/source.ts";
import { type ClusterEntry, hubClusters, type Inventory } from "../validate/inventory.ts";
import { selects } from "../validate/label-selector.ts";
import { hasKey, mapAtPath } from "../validate/merge.ts";
import { clustersOfTenant, type SelectableCluster, selectableClusters } from "../validate/tenant-clusters.ts";
import type { Edit } from "./edit.ts";

/** A removed cluster, with the groups and the hub that leave the repository together with it. */
interface Departure {
  readonly cluster: string;
  readonly remaining: readonly SelectableCluster[];
  /** The groups that no remaining cluster has. */
  readonly groups: readonly string[];
  /** The hub of the cluster, if it syncs no remaining cluster. */
  readonly hub: string | undefined;
}

export function departureOf(documents: RepositoryDocuments, inventory: Inventory, cluster: ClusterEntry): Departure {
  const remaining = selectableClusters(documents).filter(({ name }) => name !== cluster.name);
  return {
    cluster: cluster.name,
    remaining,
    groups: cluster.spec.groups.filter((group) => !remaining.some(({ groups }) => groups.includes(group))),
    hub: leavingHub(inventory, cluster),
  };
}

/** The hub of a cluster, if it syncs no other cluster. */
export function leavingHub(inventory: Inventory, { spec }: ClusterEntry): string | undefined {
  const { hub } = spec.argoCD;
  return hub !== undefined && hubClusters(inventory, hub).length === 1 ? hub : undefined;
}

/**
 * The edits of tenant files and of platform.yaml without which these files would name something that leaves. A tenant that
 * would run on no cluster loses its file.
 */
export function departureEdits({ platform, tenants }: RepositoryDocuments, departure: Departure): readonly Edit[] {
  return [
    ...tenants.flatMap((tenant) => tenantEdits(tenant, departure)),
    ...(platform === undefined ? [] : platformEdits(platform, departure)),
  ];
}

function tenantEdits(
  { source: { file }, value }: SourceDocument,
  { cluster, remaining, groups }: Departure,
): readonly Edit[] {
  const spec = mapAtPath(value, ["spec"]);
  const stays = [...clustersOfTenant(spec, remaining).keys()].some((name) => name !== cluster);
  if (!stays) return [{ file, delete: true }];
  // The last key leaves with its map.
  const withoutKeys = (field: string, keys: readonly string[]): readonly Edit[] => {
    const all = Object.keys(mapAtPath(spec, [field]));
    const gone = all.filter((key) => keys.includes(key));
    if (gone.length > 0 && gone.length === all.length) return [{ file, path: ["spec", field], value: undefined }];
    return gone.map((key) => ({ file, path: ["spec", field, key], value: undefined }));
  };
  const { clusterSelector: selector, excludeClusters: excluded } = spec;
  const left = Array.isArray(excluded) ? excluded.filter((name) => name !== cluster) : [];
  return [
    ...withoutKeys("clusters", [cluster]),
    ...withoutKeys("clusterGroups", groups),
    ...(selector === undefined || remaining.some(({ labels }) => selects(selector, labels))
      ? []
      : [{ file, path: ["spec", "clusterSelector"], value: undefined }]),
    ...(Array.isArray(excluded) && left.length < excluded.length
      ? [{ file, path: ["spec", "excludeClusters"], value: left.length === 0 ? undefined : left }]
      : []),
  ];
}

function platformEdits({ source: { file }, value }: SourceDocument, { groups, hub }: Departure): readonly Edit[] {
  const paths = [
    ...groups.map((group) => ["spec", "tenants", "groups", group]),
    ...(hub === undefined ? [] : [["spec", "hubs", hub]]),
  ];
  return paths.filter((path) => hasKey(value, path)).map((path) => ({ file, path, value: undefined }));
}
