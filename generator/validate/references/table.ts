import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ClusterEntry, Inventory, PlatformEntry, TenantEntry } from "../inventory.ts";
import { capacity } from "./capacity.ts";
import { components } from "./components.ts";
import { naming } from "./naming.ts";
import { network } from "./network.ts";
import { platformItself } from "./platform.ts";
import { security } from "./security.ts";
import { serving } from "./serving.ts";

/** What one declaration says of another: every check sees the whole inventory and gives what it finds. */
export type ReferenceCheck = (inventory: Inventory) => Iterable<Diagnostic>;

export interface TenantContext {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry;
  readonly components: Inventory["components"];
}

export const references: readonly ReferenceCheck[] = [
  platformItself,
  components,
  naming,
  forEachTenant(serving),
  forEachTenant(network),
  forEachTenant(security),
  capacity,
];

function forEachTenant(check: (context: TenantContext) => Iterable<Diagnostic>): ReferenceCheck {
  return function* ({ platform, clusters, components }) {
    for (const cluster of clusters)
      for (const tenant of cluster.tenants) yield* check({ platform, cluster, tenant, components });
  };
}
