import type { Path } from "../../load/source.ts";
import type { ClusterEntry } from "../inventory.ts";
import { isMap, type RawMap, valueAt } from "../merge.ts";
import { type Facts, fillNode } from "./fill.ts";
import type { AddonEntry } from "./on-cluster.ts";
import { hasLeft, tenantsStage } from "./retire.ts";
import { isFor } from "./tenant-condition.ts";

/** An entry of a list in the values of a chart. */
export interface FilledEntry {
  /** The Application with the chart. */
  readonly application: string;
  /** The list, in the values. */
  readonly at: Path;
  readonly entry: unknown;
  /** The template, in the add-on's spec. */
  readonly path: Path;
  /** The tenant that the entry is for. */
  readonly tenant?: string;
  /** Whether the value at the path is a list, so that the values contain the entry. */
  readonly isListed: boolean;
}

/** The entries of the tenants of a cluster in the values of one chart, until the objects of tenants have left. */
export function entriesOfTenants(
  cluster: ClusterEntry,
  addon: AddonEntry,
  application: string,
  facts: Facts,
): readonly FilledEntry[] {
  if (hasLeft(addon, tenantsStage)) return [];
  return cluster.tenants.flatMap((tenant) =>
    Object.entries(addon.spec.perTenant).flatMap(([key, template]) =>
      isFor(template, cluster, tenant)
        ? template.values.flatMap(({ application: own, at, entry }, index) =>
            own === application
              ? {
                  application,
                  at: at.split("."),
                  entry: fillNode(entry, { ...facts, tenant: tenant.name }).value,
                  path: ["perTenant", key, "values", index],
                  tenant: tenant.name,
                  isListed: true,
                }
              : [],
          )
        : [],
    ),
  );
}

/** The values with the entries appended to their lists. A list that the values do not contain is added. */
export function withEntries(
  written: RawMap,
  entries: readonly FilledEntry[],
): { readonly values: RawMap; readonly entries: readonly FilledEntry[] } {
  let values = written;
  const placed = entries.map((filled) => {
    const extended = appended(values, filled.at, filled.entry);
    if (isMap(extended)) values = extended;
    return { ...filled, isListed: extended !== undefined };
  });
  return { values, entries: placed };
}

/** A copy of a node in which the list at the path has one more entry. Undefined if something else is at the path. */
function appended(node: unknown, [step, ...below]: Path, entry: unknown): unknown {
  if (step === undefined) return node === undefined ? [entry] : Array.isArray(node) ? [...node, entry] : undefined;
  if (Array.isArray(node)) {
    const index = Number(step);
    const item = node[index] === undefined ? undefined : appended(node[index], below, entry);
    return item === undefined ? undefined : node.with(index, item);
  }
  if (node !== undefined && !isMap(node)) return undefined;
  const child = appended(valueAt(node, [step]), below, entry);
  return child === undefined ? undefined : { ...node, [step]: child };
}
