import { tenantLabel } from "../../models/marks.ts";
import { labelsAt } from "./reading.ts";
import type { ManifestSet } from "./manifest-set.ts";

/** The tenant whose namespace it is; nothing where it is none, or nobody knows. */
export function tenantOf(scene: ManifestSet, namespace: string | undefined): string | undefined {
  if (namespace === undefined) return undefined;
  const own = scene.named("Namespace", undefined, namespace);
  const labels =
    own === undefined ? scene.context.namespaces.get(namespace) : labelsAt(own.object, "metadata", "labels");
  return labels?.[tenantLabel];
}
