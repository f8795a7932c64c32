import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { readManifests } from "../evaluate/manifests/read-manifests.ts";
import { isMarked } from "../layout/marks.ts";
import type { Source } from "../load/source.ts";
import { isGeneratedPath } from "../publish/generated-path.ts";
import type { Kustomization } from "./kustomizations.ts";

/** The objects of each file except the kustomizations, by path. Reports invalid YAML. */
export function writtenObjects(
  files: readonly Source[],
  kustomizations: readonly Kustomization[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, readonly Manifest[]> {
  const own = new Set(kustomizations.map(({ source }) => source.file));
  const manifests = new Map<string, readonly Manifest[]>();
  for (const source of files) {
    if (own.has(source.file)) continue;
    const read = readManifests(source);
    diagnostics.push(...read.diagnostics);
    const handWritten = !isGenerated(source);
    manifests.set(
      source.file,
      read.manifests.map((manifest) => ({ ...manifest, handWritten })),
    );
  }
  return manifests;
}

/** Whether Tenantry generated a file: it has the mark and a generated path. The rules treat it as `check` does. */
function isGenerated({ file, text }: Source): boolean {
  return isGeneratedPath(file) && isMarked(text);
}
