import { labelsAt } from "../../manifests/reading.ts";
import type { Scene } from "../../manifests/scene.ts";
import { policiesOf } from "../../network/policy.ts";
import { type NamespaceLabels, Network } from "../../network/reach.ts";
import type { LabelMap } from "../../network/selector.ts";
import { ciliumPolicy, networkPolicy } from "./peers.ts";

const networks = new WeakMap<Scene, Network>();

/** What the policies of a scene let through; of namespaces without any in it, everything. */
export function networkIn(scene: Scene): Network {
  const known = networks.get(scene);
  if (known !== undefined) return known;
  const policies = policiesOf(scene.of(networkPolicy, ciliumPolicy).map(({ object }) => object));
  const network = new Network(policies, namespacesIn(scene));
  networks.set(scene, network);
  return network;
}

const labels = new WeakMap<Scene, NamespaceLabels>();

/** Labels of namespaces: those that are known around a scene, and over them what its own Namespaces carry, patched or not. */
export function namespacesIn(scene: Scene): NamespaceLabels {
  const known = labels.get(scene);
  if (known !== undefined) return known;
  const own = scene
    .of("Namespace")
    .map(({ name, object }): [string, LabelMap] => [name, labelsAt(object, "metadata", "labels")]);
  const all = own.length === 0 ? scene.around.namespaces : new Map([...scene.around.namespaces, ...own]);
  labels.set(scene, all);
  return all;
}
