import type { PlatformEntry, TenantEntry } from "../validate/inventory.ts";
import type { Flow } from "./flow.ts";

/** The Applications that a tenant can have on a cluster; each is an overlay, a rendered folder and an AppProject too. */
export type Part = "guardrails" | "serverconfigs" | "workloads";

/**
 * What differs between the ways of laying out Seldon Core, and nothing else. The generators ask a pattern and never ask
 * which one it is.
 */
export interface Pattern {
  readonly name: "standard";
  readonly summary: string;
  readonly parts: readonly Part[];
  /** Where a tenant's ServerConfig lives, what it is called there, and which Application owns it. */
  readonly serverConfigPlace: (platform: PlatformEntry, tenant: TenantEntry, name: string) => ServerConfigPlace;
  /** What Seldon's control plane needs across the border of a tenant's namespace that serves models. */
  readonly controlFlows: (platform: PlatformEntry, tenant: TenantEntry) => readonly Flow[];
}

interface ServerConfigPlace {
  readonly namespace: string;
  readonly name: string;
  readonly part: Part;
}
