import { meshNamespaces } from "../patterns/mesh.ts";
import { meshText } from "../patterns/mesh-text.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

/** A namespace in the mesh of its cluster. */
export interface MeshNamespace {
  readonly cluster: string;
  readonly namespace: string;
  /** The effect of the mesh on the pods of the namespace. */
  readonly effect: string;
}

/**
 * The namespaces of a cluster that are in its mesh, sorted by name.
 * @param tenants Only the namespaces of these tenants. All namespaces if empty.
 */
export function meshNamespacesOf(cluster: ClusterEntry, tenants: readonly string[]): readonly MeshNamespace[] {
  return [...meshNamespaces(cluster)]
    .filter((namespace) => tenants.length === 0 || tenants.includes(namespace))
    .sort()
    .map((namespace) => ({ cluster: cluster.name, namespace, effect: meshText(cluster, namespace) ?? "" }));
}
