import { platformApplication } from "../../../layout/names.ts";
import type { PodSource } from "../../manifests/pods.ts";
import type { Scene } from "../../manifests/scene.ts";
import { policiesOf } from "../../network/policy.ts";
import { Network } from "../../network/reach.ts";
import { ciliumPolicy, networkPolicy } from "./peers.ts";

const networks = new WeakMap<Scene, Network>();

/** What the policies of a scene let through; of namespaces without any in it, everything. */
export function networkIn(scene: Scene): Network {
  const known = networks.get(scene);
  if (known !== undefined) return known;
  const network = new Network(policiesOf(scene.of(networkPolicy, ciliumPolicy).map(({ object }) => object)));
  networks.set(scene, network);
  return network;
}

/**
 * Whether a scene is a unit of our own, with all that its namespaces will hold. A folder holds what it holds, whatever
 * cluster it is meant for: the policies that are generated there are not in it.
 */
export function isUnit({ manifests, around: { cluster, tenant } }: Scene): boolean {
  if (cluster === undefined) return false;
  const own = platformApplication(cluster.name, "");
  return manifests.some((one) =>
    tenant === undefined ? one.application?.startsWith(own) === true : one.tenant === tenant.name,
  );
}

const byNamespace = new WeakMap<Scene, ReadonlyMap<string, readonly PodSource[]>>();

/** The pods that a scene will make in a namespace. */
export function podsIn(scene: Scene, namespace: string): readonly PodSource[] {
  const known = byNamespace.get(scene) ?? Map.groupBy(scene.pods(), (pod) => pod.namespace);
  byNamespace.set(scene, known);
  return known.get(namespace) ?? [];
}
