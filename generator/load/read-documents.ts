import { type ParsedNode, parseAllDocuments } from "yaml";
import type { InputCode } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { tooDeep } from "./depth.ts";
import { locateOffset } from "./locate.ts";
import { oncePer } from "./once-per.ts";
import { parseOptions } from "./parse-options.ts";
import type { Source } from "./source.ts";

/** One document of a file that may hold several, with its aliases unfolded. */
export interface ReadDocument {
  readonly contents: ParsedNode;
  readonly value: unknown;
}

export interface ReadDocuments {
  readonly documents: readonly ReadDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * YAML as Kubernetes' tools read it, whoever wrote it: several documents, anchors and aliases. Whatever has no finding here
 * is bounded in depth and in what it unfolds to, so that it may be given to a reader that bounds nothing (kustomize 5.8.2
 * unfolds 400 bytes to gigabytes). Of a foreign folder one file is looked at for its objects, for what builds upon it, and
 * for what kustomize would make of it.
 */
export const readDocuments = oncePer((source: Source): ReadDocuments => {
  const deep = tooDeep(source.text);
  if (deep !== undefined) {
    return {
      documents: [],
      diagnostics: [broken(source, deep, "input/too-large", "nested deeper than any real object")],
    };
  }
  const documents: ReadDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of parseAllDocuments(source.text, parseOptions)) {
    const [problem] = document.errors;
    if (problem !== undefined) {
      const message = `not YAML: ${problem.message.split("\n")[0] ?? ""}`;
      diagnostics.push(broken(source, problem.pos[0], "input/syntax", message));
      continue;
    }
    const { contents } = document;
    if (contents === null) continue;
    const read = unfolded(document);
    if (read === undefined)
      diagnostics.push(broken(source, contents.range[0], "input/anchor", "aliases that unfold without end"));
    else documents.push({ contents, value: read.value });
  }
  return { documents, diagnostics };
});

/** Nothing where aliases unfold to more than any file means, or name no anchor. */
function unfolded(document: {
  toJS(options: { maxAliasCount: number }): unknown;
}): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function broken(source: Source, offset: number, code: InputCode, message: string): Diagnostic {
  return { code, severity: "error", message, at: locateOffset(source, offset, 1) };
}
