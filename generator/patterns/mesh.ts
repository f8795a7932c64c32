import { isDeepStrictEqual } from "node:util";
import { memoize } from "../load/memoize.ts";
import { type ClusterMesh, carriesMesh, meshOf } from "../validate/addons/mesh.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { LabelMap } from "../validate/label-selector.ts";
import { patterns } from "./table.ts";

/**
 * The namespaces of a cluster that are in its mesh: those of all tenants and of their shared runtime if the mesh includes
 * tenants, and every namespace whose file sets the labels of the mesh.
 */
export const meshNamespaces = memoize((cluster: ClusterEntry): ReadonlySet<string> => {
  const mesh = meshOf(cluster);
  if (mesh === undefined) return new Set();
  const { platform, addons, tenants, spec } = cluster;
  const shared = patterns[spec.seldon.pattern].runtime === "shared";
  const labelled = [
    ...Object.entries(platform.spec.namespaces),
    ...addons.flatMap((addon) => Object.entries(addon.spec.namespaces)),
  ];
  return new Set([
    ...tenants
      .filter((tenant) => mesh.includesTenants || carriesMesh(mesh, tenant.spec.labels))
      .map(({ name }) => name),
    ...(mesh.includesTenants && shared ? [platform.spec.seldon.namespace] : []),
    ...labelled.flatMap(([name, { labels }]) => (carriesMesh(mesh, labels) ? [name] : [])),
  ]);
});

/** The mesh of a namespace. Undefined if the namespace is not in a mesh. */
export function meshAround(cluster: ClusterEntry, namespace: string): ClusterMesh | undefined {
  return meshNamespaces(cluster).has(namespace) ? meshOf(cluster) : undefined;
}

/** The labels that put a namespace into the mesh. Empty for a namespace that is not in a mesh. */
export function meshLabels(cluster: ClusterEntry, namespace: string): LabelMap {
  return meshAround(cluster, namespace)?.facts.labels ?? {};
}

/** Whether pods receive connections from other pods of the mesh through its tunnel. */
export function usesTunnel(cluster: ClusterEntry, namespace: string, labels: LabelMap): boolean {
  const mesh = meshOf(cluster);
  const tunnel = mesh?.facts.tunnel;
  if (mesh === undefined || tunnel === undefined) return false;
  if (meshNamespaces(cluster).has(namespace)) return true;
  return tunnel.workloads.some((name) => {
    const workload = mesh.addon.spec.workloads[name];
    return workload?.namespace === namespace && isDeepStrictEqual({ ...workload.pods }, { ...labels });
  });
}
