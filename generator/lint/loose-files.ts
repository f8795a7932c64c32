import { dirname } from "node:path";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { templatesByKind } from "../evaluate/manifests/pods.ts";
import { listAt, textAt } from "../evaluate/manifests/reading.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import type { WrittenFile } from "./group-files.ts";
import type { Kustomization } from "./kustomizations.ts";

/**
 * Files that no kustomization has anything to do with. Beside a kustomization, or beside a file that one names, what none
 * names is not applied, and what is only a part of an object is laid over another one by somebody.
 */
export function looseFiles(
  written: ReadonlyMap<string, readonly Manifest[]>,
  kustomizations: readonly Kustomization[],
): { readonly loose: readonly WrittenFile[]; readonly leftOut: readonly string[] } {
  const used = new Set(kustomizations.flatMap(({ uses }) => uses));
  // The folder of a kustomization, and those that it names files of.
  const folders = new Set([
    ...kustomizations.map((kustomization) => kustomization.folder),
    ...[...used].filter((candidate) => written.has(candidate)).map(dirname),
  ]);
  const loose: WrittenFile[] = [];
  const leftOut: string[] = [];
  for (const [file, manifests] of written) {
    if (used.has(file)) continue;
    const whole = manifests.filter((manifest) => !isPatch(manifest));
    const beside = folders.has(dirname(file));
    if (!beside && (whole.length > 0 || manifests.length === 0)) loose.push([file, whole]);
    if (beside ? manifests.length > 0 : whole.length < manifests.length) leftOut.push(file);
  }
  return { loose, leftOut };
}

/**
 * Whether an object is only laid over another one: a patch of kustomize, or a part of one that no API server would take, a
 * workload without a selector and without any image, a definition without names. Who applies it, and over what, nobody says.
 */
function isPatch({ kind, object }: Manifest): boolean {
  if (isMap(object) && "$patch" in object) return true;
  if (kind === "apiextensions.k8s.io/CustomResourceDefinition") return !isMap(valueAt(object, ["spec", "names"]));
  const template = kind.startsWith("apps/") ? templatesByKind[kind] : undefined;
  if (template === undefined || isMap(valueAt(object, ["spec", "selector"]))) return false;
  const containers = listAt(object, ...template, "spec", "containers");
  return containers.every((container) => (textAt(container, "image") ?? "") === "");
}
