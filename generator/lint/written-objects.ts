import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { readManifests } from "../evaluate/manifests/read-manifests.ts";
import { isMarked } from "../layout/marks.ts";
import type { Source } from "../load/source.ts";
import { isOwnPath } from "../publish/own-path.ts";
import type { Kustomization } from "./kustomizations.ts";

/** The objects of each file but the kustomizations, by path; what is no YAML is said. */
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

/** What this program wrote, where it writes it, is held to what `check` holds it to: its author is the input. */
function isGenerated({ file, text }: Source): boolean {
  return isOwnPath(file) && isMarked(text);
}
