import { UsageError } from "../diagnostics/usage-error.ts";
import { suggestion } from "../text/nearest.ts";
import type { ClusterEntry, Inventory, TenantEntry } from "./inventory.ts";

/** Which clusters and tenants a run is about; an empty list stands for all. */
export interface Selection {
  readonly clusters: readonly string[];
  readonly tenants: readonly string[];
}

/** What is generated as one: a tenant on a cluster, or what is the cluster's own (no tenant). */
export interface SelectedUnit {
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry | undefined;
}

/** The units of a run, cluster by cluster. A run about tenants leaves out what is the clusters' own. */
export function selectUnits(
  inventory: Inventory,
  selection: Selection,
): readonly { readonly cluster: ClusterEntry; readonly units: readonly SelectedUnit[] }[] {
  const clusters = selectClusters(inventory, selection.clusters);
  requireTenants(inventory.clusters, selection.tenants);
  return clusters
    .map((cluster) => {
      const tenants = cluster.tenants.filter(
        ({ name }) => selection.tenants.length === 0 || selection.tenants.includes(name),
      );
      const own: readonly SelectedUnit[] = selection.tenants.length === 0 ? [{ cluster, tenant: undefined }] : [];
      return { cluster, units: [...own, ...tenants.map((tenant) => ({ cluster, tenant }))] };
    })
    .filter(({ units }) => units.length > 0);
}

/**
 * The clusters of these names, in the inventory's order; all of them where none is named.
 * @throws UsageError where there is no such cluster.
 */
export function selectClusters({ clusters }: Inventory, names: readonly string[]): readonly ClusterEntry[] {
  const known = clusters.map(({ name }) => String(name));
  for (const name of names) if (!known.includes(name)) throw unknownName("cluster", name, known);
  return names.length === 0 ? clusters : clusters.filter(({ name }) => names.includes(name));
}

/** @throws UsageError where one of these is a tenant of none of the clusters. */
export function requireTenants(clusters: readonly ClusterEntry[], names: readonly string[]): void {
  const known = new Set(clusters.flatMap(({ tenants }) => tenants.map(({ name }) => String(name))));
  for (const name of names) if (!known.has(name)) throw unknownName("tenant", name, [...known]);
}

/** What to say of a name that nothing known has. */
export function unknownName(what: "cluster" | "tenant", name: string, known: readonly string[]): UsageError {
  return new UsageError(`there is no ${what} ${name}`, suggestion(name, known));
}
