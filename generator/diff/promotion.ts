import { isDeepStrictEqual } from "node:util";
import { fileNameOf, generatedPath, tenantFolder } from "../layout/paths.ts";
import type { Change } from "../plan/change.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/** Fields of each kind that a run on an earlier cluster proves: its content, not its scale. */
const proven: Readonly<Record<string, readonly (readonly [name: string, ...path: (string | number)[]])[]>> = {
  Model: [["artifact", "spec", "storageUri"]],
  Pipeline: [
    ["steps", "spec", "steps"],
    ["output", "spec", "output"],
  ],
};

/** Content that reaches a cluster before it ran on the cluster that comes earlier in the promotion order. */
export function promotionStatements(
  before: DesiredState,
  after: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  return changes.flatMap((change) => {
    const fields = proven[change.ref.kind];
    const here = after.inventory.clusters.find(({ name }) => name === change.cluster);
    const { tenant } = change;
    if (fields === undefined || here === undefined || tenant === undefined || change.after === undefined) return [];
    const differing = fields.filter(([, ...path]) => {
      const [old, fresh] = [valueAt(change.before, path), valueAt(change.after, path)];
      return fresh !== undefined && !isDeepStrictEqual(old, fresh);
    });
    if (differing.length === 0) return [];
    return earlier(after, here, tenant).flatMap((cluster) => {
      const file = generatedPath(
        cluster.name,
        "rendered",
        tenantFolder(tenant, "workloads"),
        fileNameOf(change.ref.kind, change.ref.name),
      );
      const there = before.read(before.tree.read(file));
      const unproven = differing.filter(
        ([, ...path]) => !isDeepStrictEqual(valueAt(there, path), valueAt(change.after, path)),
      );
      if (unproven.length === 0) return [];
      const names = unproven.map(([name]) => name).join(" and ");
      return [
        {
          topic: "promotion" as const,
          risk: "high" as const,
          cluster: change.cluster,
          tenant,
          about: `${change.ref.kind} ${change.ref.name}`,
          message:
            there === undefined
              ? `reaches ${change.cluster}, but never ran on ${cluster.name}`
              : `reaches ${change.cluster} with content that never ran on ${cluster.name}: ${names}`,
          headline: `reaches ${change.cluster} before ${cluster.name}`,
        },
      ];
    });
  });
}

/** The tenant's last cluster before this one. Content that ran there has passed all earlier clusters. */
function earlier({ inventory }: DesiredState, here: ClusterEntry, tenant: string): readonly ClusterEntry[] {
  const found = inventory.clusters.filter(
    ({ spec, tenants }) => spec.order < here.spec.order && tenants.some(({ name }) => name === tenant),
  );
  return found.toSorted((left, right) => right.spec.order - left.spec.order).slice(0, 1);
}
