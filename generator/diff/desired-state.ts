import { addonsRoot, generatedPath, hostedFolder, hostedParts, ownerFolder } from "../layout/paths.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { isKubernetesObject, readObject } from "../models/read-object.ts";
import type { Tree } from "../publish/tree.ts";
import type { Inventory } from "../validate/inventory.ts";

/** The desired state before or after a change: the hand-written inputs and the generated tree. */
export interface DesiredState {
  readonly inventory: Inventory;
  readonly tree: Tree;
  /** The object in a file's text. Most texts do not change, and are parsed once. */
  readonly read: (text: string | undefined) => KubernetesObject | undefined;
}

/** A reader that parses each text once. */
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

/** Rendered objects of these kinds on a cluster: those of one tenant's Applications, or those of the platform. */
export function renderedObjects(
  { tree, read }: DesiredState,
  cluster: string,
  tenant: string | undefined,
  kinds: readonly string[],
): readonly KubernetesObject[] {
  const hosted = hostedParts.map((part) => `${generatedPath(cluster, "rendered", hostedFolder(part))}/`);
  const folders =
    tenant === undefined
      ? [ownerFolder(undefined), addonsRoot]
      : [ownerFolder(tenant), ...hostedParts.map((part) => `${hostedFolder(part)}/${tenant}`)];
  // If two kinds of one name would share a file, its name contains the API group: `role.rbac.authorization.k8s.io-x.yaml`.
  const starts = kinds.flatMap((kind) => [`${kind.toLowerCase()}-`, `${kind.toLowerCase()}.`]);
  const files = folders.flatMap((folder) => [...tree.below(generatedPath(cluster, "rendered", folder))]);
  return files.flatMap(({ file }) => {
    if (tenant === undefined && hosted.some((folder) => file.startsWith(folder))) return [];
    const name = file.slice(file.lastIndexOf("/") + 1);
    if (!starts.some((start) => name.startsWith(start))) return [];
    const object = read(tree.read(file));
    return object !== undefined && kinds.includes(object.kind) ? [object] : [];
  });
}
