import type { ClusterSeldon } from "../validate/cluster-seldon.ts";
import { operatorCopy, ownCopy } from "../validate/effective-components.ts";
import { mirroredImage } from "../validate/image-mirror.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { Pattern } from "./pattern.ts";

/** The operator's image: patched if the pattern needs that, or a copy of Seldon's own. Undefined for Seldon's registry. */
export function operatorImage({ fixes }: Pattern, cluster: ClusterEntry): string | undefined {
  const patched = fixes.length > 0 ? cluster.spec.seldon.images.controller?.image : undefined;
  const image = patched ?? operatorCopy(cluster)?.image;
  return image === undefined ? ownCopy(cluster, "controller") : mirroredImage(cluster.spec, image);
}

/** The pull secrets of Seldon's namespace, if its images can come from a registry that needs one. */
export function operatorPullSecrets(pattern: Pattern, cluster: ClusterEntry): ClusterSeldon["pullSecrets"] {
  return usesOperatorPullSecrets(pattern, cluster) ? cluster.spec.seldon.pullSecrets : {};
}

/** In the pattern dedicated, the operators run in tenants' namespaces, and use the pull secrets there. */
export function usesOperatorPullSecrets(pattern: Pattern, cluster: ClusterEntry): boolean {
  return pattern.fixes.length > 0 || (pattern.operator === "central" && operatorImage(pattern, cluster) !== undefined);
}
