import { layoutOf } from "../gate/layout-of.ts";
import { toYaml } from "../layout/to-yaml.ts";
import { toPlain } from "../models/kubernetes-object.ts";
import { type Change, changesOf } from "../plan/change.ts";
import { type Tree, treeAfter } from "../publish/tree.ts";
import type { Inventory } from "../validate/inventory.ts";

/** The Applications, the AppProjects and the bootstraps of an inventory as a tree, without rendered objects. */
export function layoutTree(inventory: Inventory): Tree {
  return treeAfter(emptyTree, { writes: filesOf(inventory), prunes: [], unchanged: 0, diagnostics: [] });
}

/** The changes of these objects from one inventory to another. */
export function layoutChanges(before: Inventory, after: Inventory): readonly Change[] {
  const [old, fresh] = [filesOf(before), filesOf(after)];
  const prunes = [...old.keys()].filter((file) => !fresh.has(file));
  return changesOf({ writes: fresh, prunes, unchanged: 0, diagnostics: [] }, layoutTree(before));
}

const emptyTree: Tree = { read: () => undefined, below: () => [], clusters: () => [] };

function filesOf(inventory: Inventory): ReadonlyMap<string, string> {
  return new Map(
    inventory.clusters.flatMap((cluster) =>
      [undefined, ...cluster.tenants].flatMap((tenant) =>
        layoutOf(inventory, { cluster, tenant }).objects.map(
          ({ object, file }) => [file, toYaml(toPlain(object))] as const,
        ),
      ),
    ),
  );
}
