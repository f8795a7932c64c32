import { readableAmount } from "../models/amount-text.ts";
import { promisedCapacity } from "../validate/references/capacity.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

const units = [
  ["cpu", "cores"],
  ["memory", "GiB"],
] as const;

/** Changes of the capacity that each cluster has promised to its tenants, or can promise. */
export function capacityStatements(before: DesiredState, after: DesiredState): readonly Statement[] {
  return after.inventory.clusters.flatMap((cluster) => {
    const old = before.inventory.clusters.find(({ name }) => name === cluster.name);
    const is = promisedCapacity(cluster);
    const was = old === undefined ? undefined : promisedCapacity(old);
    const lines = units.flatMap(([unit, name]) => {
      const now = `${readableAmount(is[unit].promised, name)} of ${readableAmount(is[unit].offered, name)} ${name}`;
      const then = was && `${readableAmount(was[unit].promised, name)} of ${readableAmount(was[unit].offered, name)}`;
      return `${then} ${name}` === now ? [] : [then === undefined ? now : `${now}, was ${then}`];
    });
    if (lines.length === 0) return [];
    return [
      {
        topic: "capacity" as const,
        risk: "low" as const,
        cluster: cluster.name,
        tenant: undefined,
        about: `capacity of ${cluster.name}`,
        message: `promised to tenants: ${lines.join("; ")}`,
      },
    ];
  });
}
