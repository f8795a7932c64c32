import type { Tree } from "../publish/tree.ts";
import { type ClusterEntry, hubClusters, type Inventory } from "../validate/inventory.ts";
import { declaredInstance, hubsInTree, type Instance, instanceInTree } from "./argo-cd-instance.ts";

/** A cluster whose Argo CD instance changes, or whose hub gets another name. */
export interface ArgoCDMove {
  readonly cluster: ClusterEntry;
  readonly before: Instance;
  readonly after: Instance;
  /** Whether both are the same Argo CD: the hub has another name, or a cluster's own Argo CD becomes a hub. */
  readonly within: boolean;
  /** Whether the old instance of the hub syncs no cluster any more. */
  readonly hubLeaves: boolean;
  /** Whether the new hub syncs other clusters already. */
  readonly hubExists: boolean;
}

/** The clusters that another Argo CD instance syncs than the one that the tree was built for. */
export function argoCDMoves(tree: Tree, inventory: Inventory): readonly ArgoCDMove[] {
  const known = hubsInTree(tree);
  return inventory.clusters.flatMap((cluster): readonly ArgoCDMove[] => {
    const [before, after] = [instanceInTree(tree, cluster.name), declaredInstance(inventory, cluster)];
    if (before === undefined || isUnchanged(before, after)) return [];
    // A hub in another namespace is another instance with the same name.
    const relocated = before.hub !== undefined && before.hub === after.hub;
    const hubLeaves = before.hub !== undefined && (relocated || hubClusters(inventory, before.hub).length === 0);
    const hubExists = after.hub !== undefined && !relocated && known.has(after.hub);
    const members = known.get(before.hub ?? "");
    const together = inventory.clusters.every(({ name, spec }) => !members?.has(name) || spec.argoCD.hub === after.hub);
    const renamed =
      hubLeaves && after.hub !== undefined && !hubExists && together && before.destination === after.destination;
    const within =
      before.namespace === after.namespace && before.home === after.home && (before.home !== undefined || renamed);
    return [{ cluster, before, after, within, hubLeaves, hubExists }];
  });
}

/** Two instances of clusters without a hub differ also if only one of them runs on the cluster itself. */
function isUnchanged(before: Instance, after: Instance): boolean {
  return (
    before.hub === after.hub &&
    before.namespace === after.namespace &&
    (before.hub !== undefined || before.home === after.home)
  );
}

/** The hubs that come or leave with a move. */
export function hubsThatChange({ before, after, hubLeaves, hubExists }: ArgoCDMove): readonly string[] {
  return [
    ...(hubLeaves && before.hub !== undefined ? [before.hub] : []),
    ...(hubExists || after.hub === undefined ? [] : [after.hub]),
  ];
}

/** The instances in words: `hub main` and `its own Argo CD`. The namespaces only if nothing else differs. */
export function describeInstances({ before, after }: ArgoCDMove): readonly [string, string] {
  const named = ({ hub, namespace, home }: Instance): string => {
    if (before.hub !== after.hub) return nameOf(hub);
    return before.namespace === after.namespace
      ? `${nameOf(hub)} on ${home ?? "another cluster"}`
      : `${nameOf(hub)} in namespace ${namespace}`;
  };
  return [named(before), named(after)];
}

function nameOf(hub: string | undefined): string {
  return hub === undefined ? "its own Argo CD" : `hub ${hub}`;
}
