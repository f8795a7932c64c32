import { tenantLabel } from "../../models/marks.ts";
import type { ManifestSet } from "./manifest-set.ts";
import { labelsAt } from "./reading.ts";

/** The tenant that a namespace belongs to. Undefined if it belongs to no tenant, or if that is unknown. */
export function tenantOf(manifestSet: ManifestSet, namespace: string | undefined): string | undefined {
  if (namespace === undefined) return undefined;
  const manifest = manifestSet.named("Namespace", undefined, namespace);
  const labels =
    manifest === undefined
      ? manifestSet.context.namespaces.get(namespace)
      : labelsAt(manifest.object, "metadata", "labels");
  return labels?.[tenantLabel];
}
