import type { Manifest } from "../gate/manifests/manifest.ts";
import { templatesByKind } from "../gate/manifests/pods.ts";
import { listAt, textAt } from "../gate/manifests/reading.ts";
import { isMap, valueAt } from "../validate/merge.ts";

/**
 * Whether an object is only laid over another one: a patch of kustomize, or a part of one that no API server would take, a
 * workload without a selector and without any image, a definition without names. Who applies it, and over what, nobody says.
 */
export function isPatch({ kind, object }: Manifest): boolean {
  if (isMap(object) && "$patch" in object) return true;
  if (kind === "apiextensions.k8s.io/CustomResourceDefinition") return !isMap(valueAt(object, ["spec", "names"]));
  const template = kind.startsWith("apps/") ? templatesByKind[kind] : undefined;
  if (template === undefined || isMap(valueAt(object, ["spec", "selector"]))) return false;
  const containers = listAt(object, ...template, "spec", "containers");
  return containers.every((one) => (textAt(one, "image") ?? "") === "");
}
