import { drainedPlaceholderName } from "../generate/drained-placeholder.ts";
import { fileNameOf } from "./paths.ts";

/**
 * Names of a tenant's rendered files that show its lifecycle state. Checks of a merged tree or of the disk read only
 * these names.
 */

/** Among the workloads of a tenant that is drained or draining: the only remaining file. */
export const drainedPlaceholderFile = fileNameOf("ConfigMap", drainedPlaceholderName);

/** Among the guardrails of a tenant that has a runtime: the runtime itself, or a runtime stub where all tenants share one. */
export const ownRuntimeFile = fileNameOf("SeldonRuntime", "seldon");
export const runtimeStubFile = fileNameOf("ConfigMap", "seldon-agent");

/** Whether the file contains an object that only a scheduler can release, or that a runtime waits for. */
export function isServingFile(name: string): boolean {
  return /^(server|model|pipeline|experiment)-/.test(name);
}
