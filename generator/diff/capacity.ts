import { readable } from "../models/amount-text.ts";
import { ledger } from "../validate/references/capacity.ts";
import type { Side } from "./side.ts";
import type { Statement } from "./statement.ts";

const units = [
  ["cpu", "cores"],
  ["memory", "GiB"],
] as const;

/** What each cluster promises to its tenants, and what there is to promise, where one of them changes. */
export function capacityStatements(before: Side, after: Side): readonly Statement[] {
  return after.inventory.clusters.flatMap((cluster) => {
    const old = before.inventory.clusters.find(({ name }) => name === cluster.name);
    const is = ledger(after.inventory.platform.spec, cluster);
    const was = old === undefined ? undefined : ledger(before.inventory.platform.spec, old);
    const lines = units.flatMap(([unit, name]) => {
      const now = `${readable(is[unit].promised, name)} of ${readable(is[unit].offered, name)} ${name}`;
      const then = was && `${readable(was[unit].promised, name)} of ${readable(was[unit].offered, name)}`;
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
        says: `promised to tenants: ${lines.join("; ")}`,
      },
    ];
  });
}
