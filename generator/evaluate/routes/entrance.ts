import type { HostTable } from "./host-table.ts";
import type { PodPolicies } from "./policies.ts";
import type { EdgeListener } from "./route-table.ts";

/** A port of a set of gateway pods. A client chooses it by the address to which it connects. */
export interface Entrance {
  readonly policies: PodPolicies;
  /** By the server name of the TLS handshake. */
  readonly listeners: HostTable<EdgeListener>;
}
