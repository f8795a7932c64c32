import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareStrings } from "../diagnostics/diagnostic.ts";
import { digestOf } from "../tools/cache.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";

/**
 * A digest of all that a rule can look at beside a scene's own objects: the inputs of its cluster, what components hold,
 * and the rules themselves. A scene of the same texts that was clean under it is clean.
 */
export function aroundScenes({ platform, components }: Inventory, cluster: ClusterEntry): string {
  const inputs = [platform.spec, cluster.spec, cluster.tenants.map(({ name, spec }) => [name, spec])];
  const written = [...components.values()].flatMap(({ files }) => files.flatMap(({ file, text }) => [file, text]));
  return digestOf(codeDigest(), JSON.stringify(inputs), ...written);
}

let known: string | undefined;

/** Of the program as it runs: whoever changes a rule has every scene looked at again. */
function codeDigest(): string {
  known ??= digestOf(...textsBelow(join(import.meta.dirname, "..")));
  return known;
}

function textsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && name !== "golden")
    .sort((left, right) => compareStrings(left.name, right.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return textsBelow(path);
      return entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts") ? [readFileSync(path, "utf8")] : [];
    });
}
