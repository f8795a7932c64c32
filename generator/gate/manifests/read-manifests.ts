import { isMap as isMapNode, parseAllDocuments } from "yaml";
import type { InputCode } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { tooDeep } from "../../load/depth.ts";
import { locateBelow, locateOffset } from "../../load/locate.ts";
import { parseOptions } from "../../load/parse-options.ts";
import type { Path, Source } from "../../load/source.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
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
  const deep = tooDeep(source.text);
  if (deep !== undefined)
    return {
      manifests: [],
      diagnostics: [broken(source, deep, "input/too-large", "nested deeper than any real object")],
    };
  const manifests: Manifest[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of parseAllDocuments(source.text, parseOptions)) {
    const [problem] = document.errors;
    if (problem !== undefined) {
      diagnostics.push(
        broken(source, problem.pos[0], "input/syntax", `not YAML: ${problem.message.split("\n")[0] ?? ""}`),
      );
      continue;
    }
    const { contents } = document;
    if (!isMapNode(contents)) continue;
    const value = unfolded(document);
    if (value === undefined) {
      diagnostics.push(broken(source, contents.range[0], "input/anchor", "aliases that unfold without end"));
      continue;
    }
    for (const { item, path } of itemsOf(value)) {
      if (!isObject(item)) continue;
      manifests.push(
        manifestOf(item, (below = [], part = "value") => locateBelow(source, contents, [...path, ...below], part)),
      );
    }
  }
  return { manifests, diagnostics };
}

/** Nothing where aliases unfold to more than any file means. */
function unfolded(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function itemsOf(value: unknown): readonly { readonly item: unknown; readonly path: Path }[] {
  const kind = valueAt(value, ["kind"]);
  if (typeof kind !== "string" || !kind.endsWith("List") || !Array.isArray(valueAt(value, ["items"])))
    return [{ item: value, path: [] }];
  return listAt(value, "items").map((item, index) => ({ item, path: ["items", index] }));
}

function isObject(value: unknown): value is KubernetesObject {
  return isMap(value) && typeof value["apiVersion"] === "string" && typeof value["kind"] === "string";
}

function broken(source: Source, offset: number, code: InputCode, message: string): Diagnostic {
  return { code, severity: "error", message, at: locateOffset(source, offset, 1) };
}
