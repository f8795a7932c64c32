import { textAt } from "../evaluate/manifests/reading.ts";
import { fileNameOf, generatedPath, hubRootsFolder, hubsFolder, parsePath, rootFolder } from "../layout/paths.ts";
import { platformParts } from "../models/platform-parts.ts";
import { readObject } from "../models/read-object.ts";
import type { Tree } from "../publish/tree.ts";
import { destinationText, inClusterServer } from "../validate/argo-cd.ts";
import { type ClusterEntry, hubClusters, type Inventory } from "../validate/inventory.ts";

/** The Argo CD instance that syncs a cluster. */
export interface Instance {
  /** Undefined if the cluster has its own instance. */
  readonly hub: string | undefined;
  readonly namespace: string;
  /** The name or the address of the cluster in this instance. */
  readonly destination: string;
  /** The cluster that the instance runs on. Undefined if the platform does not contain this cluster. */
  readonly home: string | undefined;
}

/** The instance that a generated tree was built for, independent of the current file. Undefined if the tree lacks the cluster. */
export function instanceInTree(tree: Tree, cluster: string): Instance | undefined {
  const [hub, members] = [...hubsInTree(tree)].find(([, clusters]) => clusters.has(cluster)) ?? [undefined, undefined];
  const folder = hub === undefined ? generatedPath(cluster, "bootstrap") : `${hubRootsFolder(hub)}/${cluster}`;
  const root = readObject(tree.read(`${folder}/${fileNameOf("Application", "roots.platform")}`));
  const namespace = textAt(root, "metadata", "namespace");
  if (namespace === undefined) return undefined;
  const home = [...(members ?? [cluster])].find((member) => destinationInTree(tree, member) === inClusterServer.server);
  return { hub, namespace, destination: destinationInTree(tree, cluster), home };
}

/** The instance that the cluster's file declares. */
export function declaredInstance(inventory: Inventory, cluster: ClusterEntry): Instance {
  const { hub, namespace, destination } = cluster.spec.argoCD;
  const members = hub === undefined ? [cluster] : hubClusters(inventory, hub);
  const home = members.find(({ spec }) => destinationText(spec.argoCD.destination) === inClusterServer.server);
  return { hub, namespace, destination: destinationText(destination), home: home?.name };
}

/** The hubs that a generated tree contains, with the clusters whose roots they sync. */
export function hubsInTree(tree: Tree): ReadonlyMap<string, ReadonlySet<string>> {
  const hubs = new Map<string, Set<string>>();
  for (const { file } of tree.below(hubsFolder)) {
    const path = parsePath(file);
    if (path?.is !== "hub") continue;
    const clusters = hubs.get(path.hub) ?? new Set<string>();
    hubs.set(path.hub, path.cluster === undefined ? clusters : clusters.add(path.cluster));
  }
  return hubs;
}

/** The destination of an Application that every cluster has. Empty if the tree lacks the cluster. */
function destinationInTree(tree: Tree, cluster: string): string {
  const file = `${rootFolder(cluster, "platform")}/${fileNameOf("Application", platformParts.crds)}`;
  const application = readObject(tree.read(file));
  const server = textAt(application, "spec", "destination", "server");
  return server === undefined
    ? destinationText({ name: textAt(application, "spec", "destination", "name") ?? "" })
    : destinationText({ server });
}
