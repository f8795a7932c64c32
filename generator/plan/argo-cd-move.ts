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
  /** Whether the hub of the cluster leaves together with it. */
  readonly hubLeaves: boolean;
  /** Whether the tree contains the new hub already. */
  readonly hubExists: boolean;
}

/** The clusters that another Argo CD instance syncs than the one that the tree was built for. */
export function argoCDMoves(tree: Tree, inventory: Inventory): readonly ArgoCDMove[] {
  const known = hubsInTree(tree);
  return inventory.clusters.flatMap((cluster): readonly ArgoCDMove[] => {
    const [before, after] = [instanceInTree(tree, cluster.name), declaredInstance(inventory, cluster)];
    if (before === undefined || isUnchanged(before, after)) return [];
    const hubLeaves = before.hub !== undefined && hubClusters(inventory, before.hub).length === 0;
    const hubExists = after.hub !== undefined && known.has(after.hub);
    const renamed = hubLeaves && after.hub !== undefined && !hubExists && before.destination === after.destination;
    const sameHome = before.home === undefined ? renamed : true;
    const within = before.namespace === after.namespace && before.home === after.home && sameHome;
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
