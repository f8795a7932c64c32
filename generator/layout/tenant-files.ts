import { drainedPlaceholderName } from "../generate/drained-placeholder.ts";
import { fileNameOf } from "./paths.ts";

/** Names of a tenant's rendered files that say how far it is: what is merged, or on disk, is read from these alone. */

/** Among the workloads of a tenant that is drained, or draining: the one file that is left. */
export const drainedPlaceholderFile = fileNameOf("ConfigMap", drainedPlaceholderName);

/** Among the guardrails of a tenant that has a runtime: the runtime itself, or what stands in for it where all share one. */
export const ownRuntimeFile = fileNameOf("SeldonRuntime", "seldon");
export const runtimeStubFile = fileNameOf("ConfigMap", "seldon-agent");

/** Whether a file is of what only a scheduler can let go, or what a runtime waits for. */
export function isServingFile(name: string): boolean {
  return /^(server|model|pipeline|experiment)-/.test(name);
}
