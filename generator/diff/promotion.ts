import { isDeepStrictEqual } from "node:util";
import { fileNameOf, generatedPath, tenantFolder } from "../layout/paths.ts";
import type { Change } from "../plan/change.ts";
import { type ClusterEntry, placeNames, precedes } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import { withNames } from "../validate/name-placeholders.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

type ProvenField = readonly [name: string, ...path: (string | number)[]];

/** Fields of each kind that a run on an earlier cluster proves: its content, not its scale. */
const proven: Readonly<Record<string, readonly ProvenField[]>> = {
  Model: [["artifact", "spec", "storageUri"]],
  Pipeline: [
    ["steps", "spec", "steps"],
    ["output", "spec", "output"],
  ],
};

/** Content that reaches a cluster before it ran in the environment that comes earlier in the promotion order. */
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
    const earlier = lastEnvironmentBefore(after, here, tenant);
    const found = earlier.map((cluster) => unprovenOn(before, cluster, tenant, { change, here, differing }));
    // The run on one cluster of an environment proves the content.
    const [least] = found.toSorted((left, right) => left.names.length - right.names.length);
    if (least === undefined || least.names.length === 0) return [];
    const environment = `environment ${earlier[0]?.spec.environment}`;
    const [place, first] = earlier.length > 1 ? [`in ${environment}`, environment] : [`on ${least.on}`, least.on];
    return [
      {
        topic: "promotion" as const,
        risk: "high" as const,
        cluster: change.cluster,
        tenant,
        about: `${change.ref.kind} ${change.ref.name}`,
        message: found.some(({ exists }) => exists)
          ? `reaches ${change.cluster} with content that never ran ${place}: ${least.names.join(" and ")}`
          : `reaches ${change.cluster}, but never ran ${place}`,
        headline: `reaches ${change.cluster} before ${first}`,
      },
    ];
  });
}

interface ChangedContent {
  readonly change: Change;
  readonly here: ClusterEntry;
  readonly differing: readonly ProvenField[];
}

/** The parts of a changed object that differ from the object of this name on an earlier cluster. */
function unprovenOn(
  { tree, read }: DesiredState,
  cluster: ClusterEntry,
  tenant: string,
  { change: { ref, after }, here, differing }: ChangedContent,
): { readonly on: string; readonly exists: boolean; readonly names: readonly string[] } {
  const folder = tenantFolder(tenant, "workloads");
  const there = read(tree.read(generatedPath(cluster.name, "rendered", folder, fileNameOf(ref.kind, ref.name))));
  const written = here.tenants.find(({ name }) => name === tenant)?.writtenStorageUris[ref.name] ?? "";
  const names = differing.flatMap(([name, ...path]) => {
    const value = valueAt(after, path);
    // An address with placeholders is the same artifact on each cluster.
    const isWritten = ref.kind === "Model" && value === withNames(written, placeNames(here));
    const expected = isWritten ? withNames(written, placeNames(cluster)) : value;
    return isDeepStrictEqual(valueAt(there, path), expected) ? [] : [name];
  });
  return { on: cluster.name, exists: there !== undefined, names };
}

/** The tenant's clusters in its last environment before this cluster. Content that ran there has passed all earlier environments. */
function lastEnvironmentBefore(
  { inventory }: DesiredState,
  here: ClusterEntry,
  tenant: string,
): readonly ClusterEntry[] {
  const earlier = inventory.clusters.filter(
    (cluster) => precedes(cluster, here) && cluster.tenants.some(({ name }) => name === tenant),
  );
  const environment = earlier.at(-1)?.spec.environment;
  return earlier.filter(({ spec }) => spec.environment === environment);
}
