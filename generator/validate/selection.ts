import { UsageError } from "../diagnostics/usage-error.ts";
import { suggestion } from "../text/nearest.ts";
import type { ClusterEntry, Inventory, TenantEntry } from "./inventory.ts";

/** Which clusters and tenants a run is about; an empty list stands for all. */
export interface Selection {
  readonly clusters: readonly string[];
  readonly tenants: readonly string[];
}

/** What is generated as one: a tenant on a cluster, or what is the cluster's own (no tenant). */
export interface Unit {
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry | undefined;
}

/** The units of a run, cluster by cluster. A run about tenants leaves out what is the clusters' own. */
export function selectUnits(
  inventory: Inventory,
  selection: Selection,
): readonly { readonly cluster: ClusterEntry; readonly units: readonly Unit[] }[] {
  const { clusters } = inventory;
  insist(
    "cluster",
    selection.clusters,
    clusters.map(({ name }) => name),
  );
  insist("tenant", selection.tenants, [...new Set(clusters.flatMap(({ tenants }) => tenants.map(({ name }) => name)))]);
  return clusters
    .filter(({ name }) => selection.clusters.length === 0 || selection.clusters.includes(name))
    .map((cluster) => {
      const tenants = cluster.tenants.filter(
        ({ name }) => selection.tenants.length === 0 || selection.tenants.includes(name),
      );
      const own: readonly Unit[] = selection.tenants.length === 0 ? [{ cluster, tenant: undefined }] : [];
      return { cluster, units: [...own, ...tenants.map((tenant) => ({ cluster, tenant }))] };
    })
    .filter(({ units }) => units.length > 0);
}

function insist(what: string, asked: readonly string[], known: readonly string[]): void {
  for (const name of asked)
    if (!known.includes(name)) throw new UsageError(`there is no ${what} ${name}`, suggestion(name, known));
}
