import { placementText } from "../validate/inventory.ts";
import type { EffectContext, EffectDescription } from "./effect.ts";

/** The reason why a tenant is new on the cluster, if the tenant's file does not name the cluster. */
export function gainedCluster(tenant: string, { cluster }: EffectContext): readonly EffectDescription[] {
  const placements = cluster.tenants.find(({ name }) => name === tenant)?.placements ?? [{ by: "name" }];
  if (placements.some(({ by }) => by === "name")) return [];
  return [
    {
      message: `Tenant ${tenant} gains cluster ${cluster.name} by ${placementText(placements)}.`,
      traffic: "none",
      placement: true,
    },
  ];
}

/** The same for a tenant that leaves the cluster, and stays on other clusters by a group or by its selector. */
export function lostCluster(tenant: string, { cluster, inventory }: EffectContext): readonly EffectDescription[] {
  const elsewhere = inventory.clusters.flatMap(({ tenants }) => tenants.filter(({ name }) => name === tenant));
  if (!elsewhere.some(({ placements }) => placements.some(({ by }) => by !== "name"))) return [];
  const message = `Tenant ${tenant} loses cluster ${cluster.name}: no group and no selector of its file selects the cluster.`;
  return [{ message, traffic: "none", placement: true }];
}
