import { oncePer } from "../../../load/once-per.ts";
import { labelsAt } from "../../manifests/reading.ts";
import type { Scene } from "../../manifests/scene.ts";
import { policiesOf } from "../../network/policy.ts";
import { type NamespaceLabels, Network } from "../../network/reach.ts";
import type { LabelMap } from "../../network/selector.ts";
import { ciliumPolicy, networkPolicy } from "./peers.ts";

/** What the policies of a scene let through; of namespaces without any in it, everything. */
export const networkIn = oncePer((scene: Scene): Network => {
  const policies = policiesOf(scene.of(networkPolicy, ciliumPolicy).map(({ object }) => object));
  return new Network(policies, namespacesIn(scene));
});

/** Labels of namespaces: those that are known around a scene, and over them what its own Namespaces carry, patched or not. */
export const namespacesIn = oncePer((scene: Scene): NamespaceLabels => {
  const own = scene
    .of("Namespace")
    .map(({ name, object }): [string, LabelMap] => [name, labelsAt(object, "metadata", "labels")]);
  return own.length === 0 ? scene.around.namespaces : new Map([...scene.around.namespaces, ...own]);
});
