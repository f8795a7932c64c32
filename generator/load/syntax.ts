import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { locateOffset } from "./locate.ts";
import type { Source } from "./source.ts";

/** A mistake as the YAML library reports it. */
export interface SyntaxProblem {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

const { messages } = codes["input/syntax"];

/**
 * The first syntax error of a text only, because the ones after a broken line are mostly its consequences. The library
 * reports the position at which it gave up. This finding is at the position that the user has to change.
 */
export function syntaxFinding(source: Source, [first, ...others]: readonly SyntaxProblem[]): Diagnostic | undefined {
  if (first === undefined) return undefined;
  if (first.code === "MULTIPLE_DOCS")
    return finding(
      source,
      "input/several-documents",
      codes["input/several-documents"].messages.secondDocument(),
      "Keep one document in each file.",
      [first.pos[0], first.pos[0] + 3],
    );
  if (first.code === "TAG_RESOLVE_FAILED")
    return finding(
      source,
      "input/anchor",
      codes["input/anchor"].messages.unknownTag(),
      codes["input/anchor"].hints.plainValue,
      first.pos,
    );
  const lines = others.find(({ code }) => code === "MULTILINE_IMPLICIT_KEY");
  if (first.code === "TAB_AS_INDENT")
    return syntaxProblem(source, messages.tabInIndentation(), "Indent with spaces.", first.pos);
  if (first.code === "BAD_INDENT" && /same column/.test(first.message)) return indentation(source, first.pos[0]);
  if (first.code === "BLOCK_AS_IMPLICIT_KEY" && lines !== undefined)
    return indentation(source, lineStart(source, lines.pos[1]));
  if (first.code === "BLOCK_AS_IMPLICIT_KEY")
    return syntaxProblem(source, messages.secondColon(), "Quote the value.", restOfLine(source, first.pos[0]));
  if (/closing ['"]/.test(first.message)) {
    const quote = first.message.includes('"') ? '"' : "'";
    const at = source.text.lastIndexOf(quote, first.pos[0] - 1);
    return syntaxProblem(source, messages.missingQuote(quote), `Add ${quote} at the end of the text.`, [at, at + 1]);
  }
  const bracket = /end with a [\]}]/.test(first.message) ? openBracket(source.text.slice(0, first.pos[0])) : undefined;
  if (bracket !== undefined) {
    const [open, close] = source.text[bracket] === "[" ? ["[", "]"] : ["{", "}"];
    return syntaxProblem(
      source,
      messages.missingBracket(close, open),
      `Add ${close} at the end of the ${close === "]" ? "list" : "map"}.`,
      [bracket, bracket + 1],
    );
  }
  if (/followed by map values/.test(first.message))
    return /^[\w.-]+:\S/.test(source.text.slice(first.pos[0]))
      ? syntaxProblem(source, messages.missingSpace(), "Add a space after the colon.", first.pos)
      : syntaxProblem(source, messages.missingColon(), "Add a colon and a space after the field's name.", first.pos);
  return syntaxProblem(
    source,
    messages.refused(first.message.split("\n")[0] ?? ""),
    "Indent with spaces. Quote text that contains : # { [ or begins with * & ! % @.",
    first.pos,
  );
}

/** A line with an indentation that no line around it has. */
function indentation(source: Source, offset: number): Diagnostic {
  const blank = /^\s*\n/.exec(source.text.slice(offset))?.[0].length ?? 0;
  const start = lineStart(source, offset + blank);
  const indent = /^ */.exec(source.text.slice(start))?.[0].length ?? 0;
  const open: number[] = [];
  for (const line of source.text.slice(0, start).split("\n")) {
    const columns = line.search(/[^ ]/);
    if (columns < 0 || line[columns] === "#") continue;
    while ((open.at(-1) ?? -1) >= columns) open.pop();
    open.push(columns);
  }
  const around = [open.findLast((count) => count < indent), open.find((count) => count > indent)].filter(
    (candidate) => candidate !== undefined,
  );
  const word = /^[^:\s]+/.exec(source.text.slice(start + indent))?.[0].length ?? 1;
  return syntaxProblem(
    source,
    messages.indentation(indent, around.join(" or ")),
    `Indent the line by ${around.join(" or ")} spaces, like the lines around it.`,
    [start + indent, start + indent + word],
  );
}

function lineStart({ text }: Source, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

function restOfLine({ text }: Source, offset: number): readonly [number, number] {
  const end = text.indexOf("\n", offset);
  return [offset, end < 0 ? text.length : end];
}

/** The last bracket in a text that is not closed. */
function openBracket(text: string): number | undefined {
  const open: number[] = [];
  for (const { 0: character, index } of text.matchAll(/[[\]{}]|(?<=^|\s)#.*/g)) {
    if (character === "[" || character === "{") open.push(index);
    else if (character === "]" || character === "}") open.pop();
  }
  return open.at(-1);
}

function syntaxProblem(source: Source, message: string, hint: string, pos: readonly [number, number]): Diagnostic {
  return finding(source, "input/syntax", message, hint, pos);
}

function finding(
  source: Source,
  code: "input/syntax" | "input/several-documents" | "input/anchor",
  message: string,
  hint: string,
  [start, end]: readonly [number, number],
): Diagnostic {
  return { code, severity: "error", message, hint, at: locateOffset(source, start, end - start) };
}
