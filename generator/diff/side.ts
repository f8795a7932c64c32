import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { isKubernetesObject, readObject } from "../models/read-object.ts";
import type { Tree } from "../publish/tree.ts";
import type { Inventory } from "../validate/inventory.ts";

/** The desired state before a change, or after it: what people wrote, and what was made of it. */
export interface Side {
  readonly inventory: Inventory;
  readonly tree: Tree;
}

/** Rendered objects of some kinds on a cluster: of one tenant's Applications, or of the platform's. */
export function renderedObjects(
  { tree }: Side,
  cluster: string,
  tenant: string | undefined,
  kinds: readonly string[],
): readonly KubernetesObject[] {
  const folder = `clusters/${cluster}/rendered/${tenant === undefined ? "platform" : `tenants/${tenant}`}`;
  const starts = kinds.map((kind) => `${kind.toLowerCase()}-`);
  return [...tree.below(folder)].flatMap(({ file }) => {
    const name = file.slice(file.lastIndexOf("/") + 1);
    if (!starts.some((start) => name.startsWith(start))) return [];
    const object = readObject(tree.read(file));
    return object !== undefined && isKubernetesObject(object) ? [object] : [];
  });
}
