import type { InferenceServer } from "./servers/inference-server.ts";
import { inferenceServers } from "./servers/table.ts";
import { type SeldonVersions, seldonVersions } from "./versions.ts";

/** What is known here of Seldon Core. The inventory carries it, so that everything after it asks one place. */
export interface KnownSeldon {
  readonly servers: readonly InferenceServer[];
  readonly versions: SeldonVersions;
}

export const knownSeldon: KnownSeldon = { servers: inferenceServers, versions: seldonVersions };
