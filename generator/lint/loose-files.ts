import { dirname } from "node:path";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { templatesByKind } from "../evaluate/manifests/pods.ts";
import { listAt, textAt } from "../evaluate/manifests/reading.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import type { WrittenFile } from "./group-files.ts";
import type { Kustomization } from "./kustomizations.ts";

/**
 * Files that no kustomization uses. Next to a kustomization, or next to a file that one uses, such a file is not applied. A
 * partial object is a patch for another object.
 */
export function looseFiles(
  written: ReadonlyMap<string, readonly Manifest[]>,
  kustomizations: readonly Kustomization[],
): { readonly loose: readonly WrittenFile[]; readonly leftOut: readonly string[] } {
  const used = new Set(kustomizations.flatMap(({ uses }) => uses));
  // The folders of kustomizations, and of the files that they use.
  const folders = new Set([
    ...kustomizations.map((kustomization) => kustomization.folder),
    ...[...used].filter((candidate) => written.has(candidate)).map(dirname),
  ]);
  const loose: WrittenFile[] = [];
  const leftOut: string[] = [];
  for (const [file, manifests] of written) {
    if (used.has(file)) continue;
    const whole = manifests.filter((manifest) => !isPatch(manifest));
    const isNextToUsed = folders.has(dirname(file));
    if (!isNextToUsed && (whole.length > 0 || manifests.length === 0)) loose.push([file, whole]);
    if (isNextToUsed ? manifests.length > 0 : whole.length < manifests.length) leftOut.push(file);
  }
  return { loose, leftOut };
}

/**
 * Whether an object is only a patch: a patch of kustomize, or a partial object that no API server accepts. Partial objects are
 * workloads without a selector and without an image, and CustomResourceDefinitions without names. Their targets are unknown.
 */
function isPatch({ kind, object }: Manifest): boolean {
  if (isMap(object) && "$patch" in object) return true;
  if (kind === "apiextensions.k8s.io/CustomResourceDefinition") return !isMap(valueAt(object, ["spec", "names"]));
  const template = kind.startsWith("apps/") ? templatesByKind[kind] : undefined;
  if (template === undefined || isMap(valueAt(object, ["spec", "selector"]))) return false;
  const containers = listAt(object, ...template, "spec", "containers");
  return containers.every((container) => (textAt(container, "image") ?? "") === "");
}
