import { hubApplication } from "../layout/names.ts";
import { generatedPath } from "../layout/paths.ts";
import { readObject } from "../models/read-object.ts";
import { type ArgoCDMove, argoCDMoves, describeInstances } from "../plan/argo-cd-move.ts";
import type { Tree } from "../publish/tree.ts";
import { countText } from "../text/counted.ts";
import { inClusterServer } from "../validate/argo-cd.ts";
import { valueAt } from "../validate/merge.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/** One statement for each cluster that another Argo CD instance or another hub syncs: what the merge alone would do. */
export function argoCDMoveStatements(before: DesiredState, after: DesiredState): readonly Statement[] {
  return argoCDMoves(before.tree, after.inventory).map((move) => {
    const [from, to] = describeInstances(move);
    const { name } = move.cluster;
    const effects = move.within ? effectsWithin(move) : effectsOfMerge(move, before.tree);
    return {
      topic: "platform",
      risk: move.within ? "medium" : "high",
      cluster: name,
      tenant: undefined,
      about: `cluster ${name}`,
      message: [`moves from ${from} to ${to}`, ...effects, runbook].join(". "),
      headline: `moves ${name} to ${to}`,
    };
  });
}

const runbook =
  "Before the merge, follow the section on clusters that change their Argo CD in the page clusters.md of Tenantry's documentation";

/** The effects inside one Argo CD, which keeps all Applications except the roots. */
function effectsWithin({ before, hubLeaves }: ArgoCDMove): readonly string[] {
  if (before.hub === undefined) return [];
  const hub = hubApplication(before.hub);
  return [
    hubLeaves
      ? `Application ${hub} and its AppProject stay in Argo CD until a user deletes them, because the folder of ${hub} no longer exists`
      : `Application ${hub} deletes the root Applications of the cluster`,
  ];
}

/** The effects if the old Argo CD still has the Applications of the cluster. */
function effectsOfMerge({ cluster, before, after, hubLeaves }: ArgoCDMove, tree: Tree): readonly string[] {
  const { all, cascading } = applicationsIn(tree, cluster.name);
  const hub = before.hub === undefined ? undefined : hubApplication(before.hub);
  const roots =
    hub === undefined
      ? "The root Applications stay in the old Argo CD and continue to sync"
      : hubLeaves
        ? `Application ${hub} and the root Applications stay in the old Argo CD, and the root Applications continue to sync`
        : `Application ${hub} deletes the root Applications, before or after they sync the merged commit`;
  const toItself =
    after.destination === inClusterServer.server && before.destination !== after.destination
      ? ["If the root Applications sync it, the old Argo CD deploys the objects to its own cluster"]
      : [];
  return [
    roots,
    ...toItself,
    `${countText(all, "other Application")} ${all === 1 ? "stays" : "stay"} in the old Argo CD, so two Argo CD instances manage the same objects`,
    `Of these, ${cascading} ${cascading === 1 ? "has" : "have"} a finalizer: if a user deletes such an Application, the old Argo CD deletes its objects`,
  ];
}

/** The numbers of the Applications of a cluster, and of those whose deletion deletes their objects. */
function applicationsIn(tree: Tree, cluster: string): { readonly all: number; readonly cascading: number } {
  const applications = [...tree.below(generatedPath(cluster, "applications"))].flatMap(({ file }) => {
    const object = readObject(tree.read(file));
    return object?.["kind"] === "Application" ? [object] : [];
  });
  const cascading = applications.filter((object) => valueAt(object, ["metadata", "finalizers"]) !== undefined);
  return { all: applications.length, cascading: cascading.length };
}
