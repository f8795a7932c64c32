import { UsageError } from "../diagnostics/usage-error.ts";
import { joinNames } from "../text/listed.ts";
import { suggestion } from "../text/nearest.ts";
import type { ClusterEntry, Inventory, TenantEntry } from "./inventory.ts";

/** The clusters and tenants of a run. An empty list stands for all. */
export interface Selection {
  readonly clusters: readonly string[];
  readonly tenants: readonly string[];
}

/** A unit: a tenant on a cluster, or one cluster's platform (without a tenant). */
export interface SelectedUnit {
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry | undefined;
}

/** The units of a run, cluster by cluster. If tenants are selected, the units of the clusters' platforms are left out. */
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
      const platform: readonly SelectedUnit[] = selection.tenants.length === 0 ? [{ cluster, tenant: undefined }] : [];
      return { cluster, units: [...platform, ...tenants.map((tenant) => ({ cluster, tenant }))] };
    })
    .filter(({ units }) => units.length > 0);
}

/**
 * The clusters with these names, in the inventory's order. Without names, all clusters.
 * @throws UsageError if a name is unknown.
 */
export function selectClusters({ clusters }: Inventory, names: readonly string[]): readonly ClusterEntry[] {
  const known = clusters.map(({ name }) => String(name));
  for (const name of names) if (!known.includes(name)) throw unknownName("cluster", name, known);
  return names.length === 0 ? clusters : clusters.filter(({ name }) => names.includes(name));
}

/** @throws UsageError if a name is not a tenant of any of the clusters. */
export function requireTenants(clusters: readonly ClusterEntry[], names: readonly string[]): void {
  const known = new Set(clusters.flatMap(({ tenants }) => tenants.map(({ name }) => String(name))));
  for (const name of names) if (!known.has(name)) throw unknownName("tenant", name, [...known]);
}

/**
 * The error for a name that is neither a tenant nor a namespace of an add-on. An add-on has its pods in its namespaces.
 * @param clusters The clusters that were searched.
 */
export function unknownOwner(inventory: Inventory, clusters: readonly ClusterEntry[], name: string): UsageError {
  const addon = inventory.clusters.flatMap(({ addons }) => addons).find((entry) => entry.name === name);
  const own = Object.keys(addon?.spec.namespaces ?? {});
  if (own.length > 0)
    return new UsageError(`unknown tenant ${name}`, `Add-on ${name} has its pods in ${own.join(", ")}.`);
  const elsewhere = inventory.clusters.filter(
    ({ tenants, addons }) =>
      tenants.some((tenant) => tenant.name === name) || addons.some(({ spec }) => Object.hasOwn(spec.namespaces, name)),
  );
  if (elsewhere.length > 0)
    return new UsageError(
      `unknown tenant ${name} on ${joinNames(clusters.map((cluster) => cluster.name))}`,
      `It is on ${joinNames(elsewhere.map((cluster) => cluster.name))}.`,
    );
  const tenants = clusters.flatMap((cluster) => cluster.tenants.map((tenant) => String(tenant.name)));
  const namespaces = clusters.flatMap(({ addons }) => addons.flatMap(({ spec }) => Object.keys(spec.namespaces)));
  const known = [...new Set([...tenants, ...namespaces])];
  return new UsageError(`unknown tenant ${name}`, suggestion(name, known));
}

/** The error for an unknown name of a cluster, a tenant or an add-on. */
export function unknownName(kind: "cluster" | "tenant" | "add-on", name: string, known: readonly string[]): UsageError {
  return new UsageError(`unknown ${kind} ${name}`, suggestion(name, known));
}
