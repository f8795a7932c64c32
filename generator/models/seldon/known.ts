import type { InferenceServer } from "./servers/inference-server.ts";
import { inferenceServers } from "./servers/table.ts";
import { type SeldonVersions, seldonVersions } from "./versions.ts";

/** Tenantry's knowledge about Seldon Core. The inventory contains it, so that all later stages read it from one place. */
export interface KnownSeldon {
  readonly servers: readonly InferenceServer[];
  readonly versions: SeldonVersions;
}

export const knownSeldon: KnownSeldon = { servers: inferenceServers, versions: seldonVersions };
