import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { locateBelow } from "../../load/locate.ts";
import { readDocuments } from "../../load/read-documents.ts";
import type { Path, Source } from "../../load/source.ts";
import { isKubernetesObject } from "../../models/read-object.ts";
import { valueAt } from "../../validate/merge.ts";
import { type Manifest, manifestOf } from "./manifest.ts";
import { listAt } from "./reading.ts";

/** The objects of a file, and the problems in it. */
interface Read {
  readonly manifests: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the objects of any YAML or JSON file: several documents, lists of objects and output of the API server. Skips
 * documents that are not objects. Reports invalid YAML.
 */
export function readManifests(source: Source): Read {
  const { documents, diagnostics } = readDocuments(source);
  const manifests = documents.flatMap(({ contents, value }) =>
    itemsOf(value).flatMap(({ item, path }) =>
      isKubernetesObject(item)
        ? [manifestOf(item, (below = [], part = "value") => locateBelow(source, contents, [...path, ...below], part))]
        : [],
    ),
  );
  return { manifests, diagnostics };
}

function itemsOf(value: unknown): readonly { readonly item: unknown; readonly path: Path }[] {
  const kind = valueAt(value, ["kind"]);
  if (typeof kind !== "string" || !kind.endsWith("List") || !Array.isArray(valueAt(value, ["items"])))
    return [{ item: value, path: [] }];
  return listAt(value, "items").map((item, index) => ({ item, path: ["items", index] }));
}
