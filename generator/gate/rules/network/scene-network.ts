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
