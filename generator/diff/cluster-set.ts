import type { Inventory, TenantPlacement } from "../validate/inventory.ts";
import { placementText } from "../validate/inventory.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/**
 * The clusters that tenants gain and lose, with the reason: a change of a cluster's groups or labels moves tenants whose own
 * files do not change. New and removed tenants are left out, because all of their objects show the change, and so are the
 * losses of a cluster that leaves.
 */
export function clusterSetStatements(
  { inventory: old }: DesiredState,
  { inventory: fresh }: DesiredState,
): readonly Statement[] {
  const [before, after] = [clusterSets(old), clusterSets(fresh)];
  const remaining = new Set<string>(fresh.clusters.map(({ name }) => name));
  return [...after].flatMap(([tenant, now]) => {
    const was = before.get(tenant);
    if (was === undefined) return [];
    const gained = [...now].filter(([cluster]) => !was.has(cluster));
    const lost = [...was].filter(([cluster]) => remaining.has(cluster) && !now.has(cluster));
    return [
      ...gained.map(([cluster, placements]) => ({
        ...statement(tenant, cluster),
        risk: "medium" as const,
        message: `gains cluster ${cluster} by ${placementText(placements)}`,
        widens: true as const,
        headline: `adds ${tenant} to ${cluster}`,
      })),
      ...lost.map(([cluster, placements]) => ({
        ...statement(tenant, cluster),
        risk: "high" as const,
        message: `loses cluster ${cluster}, which it had by ${placementText(placements)}`,
        headline: `removes ${tenant} from ${cluster}`,
      })),
    ];
  });
}

function statement(tenant: string, cluster: string): Pick<Statement, "topic" | "tenant" | "cluster" | "about"> {
  return { topic: "clusters", tenant, cluster, about: `tenant ${tenant}` };
}

/** The clusters of each tenant, with everything that selects them. */
function clusterSets({ clusters }: Inventory): ReadonlyMap<string, ReadonlyMap<string, readonly TenantPlacement[]>> {
  const sets = new Map<string, Map<string, readonly TenantPlacement[]>>();
  for (const cluster of clusters)
    for (const { name, placements } of cluster.tenants) {
      const set = sets.get(name) ?? new Map<string, readonly TenantPlacement[]>();
      sets.set(name, set.set(cluster.name, placements));
    }
  return sets;
}
