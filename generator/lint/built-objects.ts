import { join, normalize } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { kindOf, type Manifest, manifestOf, type OriginAt } from "../evaluate/manifests/manifest.ts";
import { textAt } from "../evaluate/manifests/reading.ts";
import { locate } from "../load/locate.ts";
import type { Path } from "../load/source.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { buildFolder } from "../render/build-folder.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { valueAt } from "../validate/merge.ts";
import { type BuildTree, buildProblems } from "./build-inputs.ts";
import type { Kustomization } from "./kustomizations.ts";

/** The objects of a kustomization; nothing where it is not built. Nothing is fetched: what is remote today is another thing tomorrow. */
export async function builtObjects(
  tree: BuildTree,
  { folder, source }: Kustomization,
  sources: readonly Manifest[],
  kustomize: () => Promise<Tool>,
  diagnostics: Diagnostic[],
): Promise<readonly Manifest[] | undefined> {
  const problems = buildProblems(tree, folder);
  diagnostics.push(...problems);
  if (problems.length > 0) return undefined;
  const made = await buildFolder(await kustomize(), join(tree.base, folder));
  if ("refused" in made) {
    const message = made.refused.replaceAll(`${normalize(tree.base)}/`, "");
    diagnostics.push({
      code: "render/failed",
      severity: "error",
      message: `kustomize refuses it: ${message}`,
      hint: `kustomize build ${folder}`,
      at: locate(source, []),
    });
    return undefined;
  }
  return made.objects.map((object) => {
    const written = writtenAs(object, sources);
    // What a patch, a replacement or a generator made of it is not written there.
    const own = (path: Path): boolean => isDeepStrictEqual(valueAt(written?.object, path), valueAt(object, path));
    const at: OriginAt = (path = [], part) =>
      written !== undefined && (path.length === 0 || path[0] === "metadata" || own(path))
        ? written.at(path, part)
        : { ...locate(source, []), nearby: true };
    return manifestOf(object, at, { before: written?.object, handWritten: written?.handWritten ?? true });
  });
}

/** An object as it was written before kustomize may have given it a prefix or suffix; nothing where nothing is sure. */
function writtenAs(object: KubernetesObject, written: readonly Manifest[]): Manifest | undefined {
  const kind = kindOf(object);
  const name = textAt(object, "metadata", "name") ?? "";
  const namespace = textAt(object, "metadata", "namespace");
  const alike = written.filter(
    (manifest) => manifest.kind === kind && manifest.name !== "" && name.includes(manifest.name),
  );
  const longest = Math.max(0, ...alike.map((manifest) => manifest.name.length));
  const nearest = alike.filter((manifest) => manifest.name.length === longest);
  return (
    nearest.find((manifest) => manifest.namespace === namespace) ?? (nearest.length === 1 ? nearest[0] : undefined)
  );
}
