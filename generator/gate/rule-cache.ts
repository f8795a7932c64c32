import { digestOf } from "../tools/cache.ts";
import { codeDigest } from "../tools/code-digest.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";

/**
 * A digest of everything that a rule can read in addition to the objects of its manifest set: the inputs of the cluster, the
 * files of components, and the rules themselves. A manifest set that was clean under this digest is still clean if its texts
 * are equal.
 */
export function contextDigest({ components }: Inventory, cluster: ClusterEntry): string {
  const inputs = [
    cluster.platform.spec,
    cluster.spec,
    cluster.addons.map(({ name, spec, settings }) => [name, spec, settings]),
    cluster.tenants.map(({ name, spec }) => [name, spec]),
  ];
  const written = [...components.values()].flatMap(({ files }) => files.flatMap(({ file, text }) => [file, text]));
  return digestOf(codeDigest(), JSON.stringify(inputs), ...written);
}
