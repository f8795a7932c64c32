import { tenantLabel } from "../../models/marks.ts";
import type { ManifestSet } from "./manifest-set.ts";
import { labelsAt } from "./reading.ts";

/** The tenant whose namespace it is; nothing where it is none, or nobody knows. */
export function tenantOf(manifestSet: ManifestSet, namespace: string | undefined): string | undefined {
  if (namespace === undefined) return undefined;
  const own = manifestSet.named("Namespace", undefined, namespace);
  const labels =
    own === undefined ? manifestSet.context.namespaces.get(namespace) : labelsAt(own.object, "metadata", "labels");
  return labels?.[tenantLabel];
}
