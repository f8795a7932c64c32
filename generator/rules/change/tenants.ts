import { isDeepStrictEqual } from "node:util";
import type { Location } from "../../diagnostics/diagnostic.ts";
import { generateTenant } from "../../generate/generate-tenant.ts";
import { type Generated, tenantScope } from "../../generate/scope.ts";
import { locate } from "../../load/locate.ts";
import type { ClusterEntry, Inventory, Origin, TenantEntry } from "../../validate/inventory.ts";

/** One tenant on one cluster, before and after a change. Unchanged tenants are left out. */
export interface ChangedTenant {
  readonly cluster: { readonly before: ClusterEntry; readonly after: ClusterEntry };
  readonly before: TenantEntry;
  readonly after: TenantEntry;
}

/** Tenants that are on a cluster both before and after the change, and differ. */
export function changedTenants(before: Inventory, after: Inventory): readonly ChangedTenant[] {
  return clustersOfBoth(before, after).flatMap((cluster) => {
    const clusterChanged =
      !isDeepStrictEqual(cluster.before.platform.spec, cluster.after.platform.spec) ||
      !isDeepStrictEqual(cluster.before.spec, cluster.after.spec);
    const now = new Map(cluster.after.tenants.map((tenant) => [tenant.name, tenant]));
    return cluster.before.tenants.flatMap((old) => {
      const fresh = now.get(old.name);
      if (fresh === undefined || (!clusterChanged && isDeepStrictEqual(old.spec, fresh.spec))) return [];
      return [{ cluster, before: old, after: fresh }];
    });
  });
}

/** Tenants that are on a cluster before the change, and not after it. */
export function removedTenants(
  before: Inventory,
  after: Inventory,
): readonly { readonly cluster: ClusterEntry; readonly tenant: TenantEntry }[] {
  const now = new Map(
    after.clusters.map((cluster) => [cluster.name, new Set(cluster.tenants.map(({ name }) => name))]),
  );
  return before.clusters.flatMap((cluster) =>
    cluster.tenants
      .filter(({ name }) => now.get(cluster.name)?.has(name) !== true)
      .map((tenant) => ({ cluster, tenant })),
  );
}

function clustersOfBoth(before: Inventory, after: Inventory): readonly ChangedTenant["cluster"][] {
  return before.clusters.flatMap((old) => {
    const fresh = after.clusters.find(({ name }) => name === old.name);
    return fresh === undefined ? [] : [{ before: old, after: fresh }];
  });
}

/** All generated objects of one tenant on one cluster. */
export function generatedOf(cluster: ClusterEntry, tenant: TenantEntry): readonly Generated[] {
  return [...generateTenant(tenantScope(cluster, tenant)).values()].flat();
}

export function inputLocation({ source, path }: Origin, part: "value" | "key" = "value"): Location {
  return locate(source, path, part);
}
