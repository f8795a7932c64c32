import { generatedPath, ownerFolder } from "../layout/paths.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { isKubernetesObject, readObject } from "../models/read-object.ts";
import type { Tree } from "../publish/tree.ts";
import type { Inventory } from "../validate/inventory.ts";

/** The desired state before a change, or after it: what people wrote, and what was made of it. */
export interface DesiredState {
  readonly inventory: Inventory;
  readonly tree: Tree;
  /** The object in a file's text; most texts are the same on both sides, and read once. */
  readonly read: (text: string | undefined) => KubernetesObject | undefined;
}

/** Reads what it has read before without looking again. */
export function memoizedReader(): DesiredState["read"] {
  const known = new Map<string, KubernetesObject | undefined>();
  return (text) => {
    if (text === undefined) return undefined;
    if (known.has(text)) return known.get(text);
    const object = readObject(text);
    const found = isKubernetesObject(object) ? object : undefined;
    known.set(text, found);
    return found;
  };
}

/** Rendered objects of some kinds on a cluster: of one tenant's Applications, or of the platform's. */
export function renderedObjects(
  { tree, read }: DesiredState,
  cluster: string,
  tenant: string | undefined,
  kinds: readonly string[],
): readonly KubernetesObject[] {
  const folder = generatedPath(cluster, "rendered", ownerFolder(tenant));
  // Where two kinds of one name would share a file, the API group stands between: `role.rbac.authorization.k8s.io-x.yaml`.
  const starts = kinds.flatMap((kind) => [`${kind.toLowerCase()}-`, `${kind.toLowerCase()}.`]);
  return [...tree.below(folder)].flatMap(({ file }) => {
    const name = file.slice(file.lastIndexOf("/") + 1);
    if (!starts.some((start) => name.startsWith(start))) return [];
    const object = read(tree.read(file));
    return object !== undefined && kinds.includes(object.kind) ? [object] : [];
  });
}
