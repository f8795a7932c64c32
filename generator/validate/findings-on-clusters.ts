import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { platformFile } from "../load/input-files.ts";
import { locate } from "../load/locate.ts";
import type { Source } from "../load/source.ts";
import type { ClusterEntry, Inventory } from "./inventory.ts";

/** Returns the findings about the clusters of an inventory. */
type ClusterCheck = (inventory: Inventory) => readonly Diagnostic[];

/**
 * The findings of a check. A finding that only the overrides of a cluster cause is at these overrides, and a finding that only
 * some clusters have names them.
 */
export function findingsOnClusters(inventory: Inventory, check: ClusterCheck): readonly Diagnostic[] {
  return withClusterNames(causedByOverrides(check(inventory), inventory, check), inventory, check);
}

/** The field of a cluster's file with its overrides of platform.yaml. */
export const overridePath = ["spec", "platform"] as const;

/**
 * Moves the findings about platform.yaml that only the overrides of a cluster cause to these overrides.
 * @param check Returns the findings of an inventory, as `found` for this inventory.
 */
function causedByOverrides(
  found: readonly Diagnostic[],
  inventory: Inventory,
  check: ClusterCheck,
): readonly Diagnostic[] {
  const { platform, clusters } = inventory;
  const { file } = platform.at().source;
  const overridden = clusters.some((cluster) => cluster.platform.at !== platform.at);
  if (!overridden || !found.some(({ at }) => at.file === file)) return found;
  const keysWith = (some: readonly ClusterEntry[]): ReadonlySet<string> =>
    new Set(check({ ...inventory, clusters: some }).map(keyOf));
  const ofCommon = keysWith(clusters.map((cluster) => ({ ...cluster, platform })));
  const ofEach = clusters.map((cluster) => ({ cluster, keys: keysWith([cluster]) }));
  return found.flatMap((diagnostic) => {
    if (diagnostic.at.file !== file || ofCommon.has(keyOf(diagnostic))) return [diagnostic];
    const causes = ofEach.filter(({ keys }) => keys.has(keyOf(diagnostic)));
    if (causes.length === 0) return [diagnostic];
    return causes.map(({ cluster }) => movedToOverride(diagnostic, cluster.at().source, cluster.name));
  });
}

/** A finding about platform.yaml that the overrides of a cluster cause, at these overrides. */
export function movedToOverride(diagnostic: Diagnostic, cluster: Source, name: string): Diagnostic {
  const { fix: _, related = [], message, ...finding } = diagnostic;
  return {
    ...finding,
    message: message.includes(name) ? message : `${message}, on ${name}`,
    at: locate(cluster, overridePath, "key"),
    related: [{ at: diagnostic.at, message: "the value in platform.yaml" }, ...related],
  };
}

/** Identifies a finding in different runs over the same files. */
export function keyOf({ code, at }: Diagnostic): string {
  return `${code}:${at.file}:${at.line}:${at.column}`;
}

/**
 * Adds the clusters to the message of a mistake that a tenant's file, or a default for tenants, has on some clusters only,
 * because an override adds or removes a value. The line itself may look right.
 */
function withClusterNames(
  diagnostics: readonly Diagnostic[],
  inventory: Inventory,
  check: ClusterCheck,
): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity, at }) => severity === "error" && at.override === undefined);
  if (errors.length === 0 || inventory.clusters.length < 2) return diagnostics;
  const found = inventory.clusters.map(({ name, tenants }, index) => {
    const alone = { ...inventory, clusters: inventory.clusters.filter((_, cluster) => cluster === index) };
    const files = new Set([platformFile, ...tenants.map((tenant) => tenant.at().source.file)]);
    return { name, files, keys: new Set(check(alone).map(keyOf)) };
  });
  return diagnostics.map((diagnostic) => {
    if (!errors.includes(diagnostic)) return diagnostic;
    const clusters = found.filter(({ files }) => files.has(diagnostic.at.file));
    const on = clusters.filter(({ keys }) => keys.has(keyOf(diagnostic))).map(({ name }) => String(name));
    const some = on.length > 0 && on.length < clusters.length && !on.some((name) => diagnostic.message.includes(name));
    return some ? { ...diagnostic, message: `${diagnostic.message}, on ${on.join(", ")}` } : diagnostic;
  });
}
