import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ClusterEntry, Inventory, PlatformEntry, TenantEntry } from "../inventory.ts";

/** What one declaration says of another: every check sees the whole inventory and gives what it finds. */
export type ReferenceCheck = (inventory: Inventory) => Iterable<Diagnostic>;

export interface TenantContext {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry;
  readonly components: Inventory["components"];
}
