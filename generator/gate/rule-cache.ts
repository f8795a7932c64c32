import { digestOf } from "../tools/cache.ts";
import { codeDigest } from "../tools/code-digest.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";

/**
 * A digest of all that a rule can look at beside a scene's own objects: the inputs of its cluster, what components hold,
 * and the rules themselves. A scene of the same texts that was clean under it is clean.
 */
export function contextDigest({ platform, components }: Inventory, cluster: ClusterEntry): string {
  const inputs = [platform.spec, cluster.spec, cluster.tenants.map(({ name, spec }) => [name, spec])];
  const written = [...components.values()].flatMap(({ files }) => files.flatMap(({ file, text }) => [file, text]));
  return digestOf(codeDigest(), JSON.stringify(inputs), ...written);
}
