import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { locateBelow } from "../../load/locate.ts";
import { readDocuments } from "../../load/read-documents.ts";
import type { Path, Source } from "../../load/source.ts";
import { isKubernetesObject } from "../../models/read-object.ts";
import { valueAt } from "../../validate/merge.ts";
import { type Manifest, manifestOf } from "./manifest.ts";
import { listAt } from "./reading.ts";

/** What a file holds, whatever else is wrong with it. */
interface Read {
  readonly manifests: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The objects of one YAML or JSON file, whoever wrote it: several documents, lists of objects and what an API server
 * printed. What is no object is left out; what is no YAML is said.
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
