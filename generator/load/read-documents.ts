import { type ParsedNode, parseAllDocuments } from "yaml";
import { codes, type InputCode } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { tooDeep } from "./depth.ts";
import { locateOffset } from "./locate.ts";
import { memoize } from "./memoize.ts";
import { parseOptions } from "./parse-options.ts";
import type { Source } from "./source.ts";

/** One document of a file that may contain several, with its aliases expanded. */
export interface YamlDocument {
  readonly contents: ParsedNode;
  readonly value: unknown;
}

export interface YamlDocuments {
  readonly documents: readonly YamlDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads YAML as the tools of Kubernetes do: several documents, anchors and aliases. A file without findings is bounded in
 * depth and in its expanded size, so that it can be passed to a reader without limits (kustomize 5.8.2 expands 400 bytes
 * to gigabytes). A file of a linted folder is read for its objects, for the files that build on it, and for its
 * kustomization.
 */
export const readDocuments = memoize((source: Source): YamlDocuments => {
  const deep = tooDeep(source.text);
  if (deep !== undefined) {
    return {
      documents: [],
      diagnostics: [unreadableFinding(source, deep, "input/too-large", codes["input/too-large"].messages.tooDeep())],
    };
  }
  const documents: YamlDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of parseAllDocuments(source.text, parseOptions)) {
    const [problem] = document.errors;
    if (problem !== undefined) {
      const message = codes["input/syntax"].messages.refused(problem.message.split("\n")[0] ?? "");
      diagnostics.push(unreadableFinding(source, problem.pos[0], "input/syntax", message));
      continue;
    }
    const { contents } = document;
    if (contents === null) continue;
    const read = expanded(document);
    if (read === undefined)
      diagnostics.push(
        unreadableFinding(source, contents.range[0], "input/anchor", codes["input/anchor"].messages.endlessAliases()),
      );
    else documents.push({ contents, value: read.value });
  }
  return { documents, diagnostics };
});

/** Undefined if aliases expand to more than any real file needs, or refer to no anchor. */
function expanded(document: {
  toJS(options: { maxAliasCount: number }): unknown;
}): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function unreadableFinding(source: Source, offset: number, code: InputCode, message: string): Diagnostic {
  return { code, severity: "error", message, at: locateOffset(source, offset, 1) };
}
