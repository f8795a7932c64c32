import { join, normalize } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { kindOf, type Manifest, manifestOf, type OriginAt } from "../evaluate/manifests/manifest.ts";
import { textAt } from "../evaluate/manifests/reading.ts";
import { locate } from "../load/locate.ts";
import type { Path } from "../load/source.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { buildFolder } from "../render/build-folder.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { valueAt } from "../validate/merge.ts";
import { buildProblems, type FileTree } from "./build-inputs.ts";
import type { Kustomization } from "./kustomizations.ts";

/** The objects of a kustomization. Undefined if it is not built. Nothing is fetched, because remote content can change. */
export async function builtObjects(
  tree: FileTree,
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
    const problem = made.refused.replaceAll(`${normalize(tree.base)}/`, "");
    diagnostics.push({
      code: "render/failed",
      severity: "error",
      message: codes["render/failed"].messages.buildFailed(problem),
      hint: `Run kustomize build ${folder} to reproduce the error.`,
      at: locate(source, []),
    });
    return undefined;
  }
  return made.objects.map((object) => {
    const written = writtenAs(object, sources);
    // A value from a patch, a replacement or a generator is not in the source file.
    const own = (path: Path): boolean => isDeepStrictEqual(valueAt(written?.object, path), valueAt(object, path));
    const at: OriginAt = (path = [], part) =>
      written !== undefined && (path.length === 0 || path[0] === "metadata" || own(path))
        ? written.at(path, part)
        : { ...locate(source, []), nearby: true };
    return manifestOf(object, at, { before: written?.object, handWritten: written?.handWritten ?? true });
  });
}

/** The source of a built object, whose name may lack a prefix or suffix. Undefined if the source is ambiguous. */
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
