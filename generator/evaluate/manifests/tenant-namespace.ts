import { tenantLabel } from "../../models/marks.ts";
import { labelsAt } from "./reading.ts";
import type { Scene } from "./scene.ts";

/** The tenant whose namespace it is; nothing where it is none, or nobody knows. */
export function tenantOf(scene: Scene, namespace: string | undefined): string | undefined {
  if (namespace === undefined) return undefined;
  const own = scene.named("Namespace", undefined, namespace);
  const labels =
    own === undefined ? scene.around.namespaces.get(namespace) : labelsAt(own.object, "metadata", "labels");
  return labels?.[tenantLabel];
}
