import { type Diagnostic, wholeFile, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { SchemaFault } from "../tools/schema-fault.ts";
import { seldonOf } from "../validate/effective.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../validate/inventory.ts";
import type { Toolchain } from "./toolchain.ts";

/**
 * Prepares the schemas of some clusters, and returns the faults of sources that the platform pins, each at its entry.
 * @throws ToolFailure if a module cannot be downloaded, or a source that Tenantry ships has a fault.
 */
export async function schemaFindings(
  inventory: Inventory,
  clusters: readonly ClusterEntry[],
  gates: Toolchain,
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const cluster of clusters) {
    try {
      await gates.validator(cluster, seldonOf(cluster));
    } catch (error) {
      const finding = error instanceof SchemaFault ? findingOf(error, inventory) : undefined;
      if (finding === undefined) throw error;
      found.push(finding);
    }
  }
  return withoutDuplicates(found);
}

/** Undefined if Tenantry pins the source. */
function findingOf(
  { source, fault, message, remedy }: SchemaFault,
  { schemas, clusters }: Inventory,
): Diagnostic | undefined {
  if ("file" in source)
    return { code: "platform/schemas", severity: "error", message, hint: remedy, at: wholeFile(source.file) };
  const { addon, declaredAt, crds } = source;
  if (declaredAt === undefined) return undefined;
  const entry = clusters.flatMap(({ addons }) => addons).find(({ name }) => name === addon);
  const file = entry ?? schemas;
  const isVersion = addon === undefined && declaredAt[0] !== "modules";
  const item = fault.item === undefined ? [] : [crds.indexOf(fault.item)];
  const at = isVersion ? file.at(...declaredAt) : file.at(...declaredAt, fault.field, ...item);
  return findingAt(at, "platform/schemas", message, remedy);
}
