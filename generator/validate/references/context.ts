import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ClusterEntry, Inventory, PlatformEntry, TenantEntry } from "../inventory.ts";

/** A check of references between declarations. It gets the whole inventory and returns its findings. */
export type ReferenceCheck = (inventory: Inventory) => Iterable<Diagnostic>;

export interface TenantContext {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry;
  readonly components: Inventory["components"];
}
