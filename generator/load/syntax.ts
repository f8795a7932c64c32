import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { locateOffset } from "./locate.ts";
import type { Source } from "./source.ts";

/** A mistake as the YAML library has it. */
export interface SyntaxProblem {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/**
 * Of all that is not YAML in a text the first mistake only: what follows a broken line is mostly its echo. The library
 * says where it gave up; here it is said where somebody has to change something.
 */
export function syntaxFinding(source: Source, [first, ...echo]: readonly SyntaxProblem[]): Diagnostic | undefined {
  if (first === undefined) return undefined;
  if (first.code === "MULTIPLE_DOCS")
    return messagesOf(source, "input/several-documents", "a second document begins here", "Keep one document a file.", [
      first.pos[0],
      first.pos[0] + 3,
    ]);
  if (first.code === "TAG_RESOLVE_FAILED")
    return messagesOf(source, "input/anchor", "an unknown tag", "Write the plain value.", first.pos);
  const lines = echo.find(({ code }) => code === "MULTILINE_IMPLICIT_KEY");
  if (first.code === "TAB_AS_INDENT")
    return broken(source, "a tab in the indentation", "Indent with spaces.", first.pos);
  if (first.code === "BAD_INDENT" && /same column/.test(first.message)) return indentation(source, first.pos[0]);
  if (first.code === "BLOCK_AS_IMPLICIT_KEY" && lines !== undefined)
    return indentation(source, lineStart(source, lines.pos[1]));
  if (first.code === "BLOCK_AS_IMPLICIT_KEY")
    return broken(source, "a second colon in one value", "Quote the value.", restOfLine(source, first.pos[0]));
  if (/closing ['"]/.test(first.message)) {
    const quote = first.message.includes('"') ? '"' : "'";
    const at = source.text.lastIndexOf(quote, first.pos[0] - 1);
    return broken(source, `${quote} is not closed`, `Put a ${quote} at the end of the text.`, [at, at + 1]);
  }
  const bracket = /end with a [\]}]/.test(first.message) ? openBracket(source.text.slice(0, first.pos[0])) : undefined;
  if (bracket !== undefined) {
    const [open, close] = source.text[bracket] === "[" ? ["[", "]"] : ["{", "}"];
    return broken(source, `${open} is not closed`, `Put a ${close} at its end.`, [bracket, bracket + 1]);
  }
  if (/followed by map values/.test(first.message))
    return /^[\w.-]+:\S/.test(source.text.slice(first.pos[0]))
      ? broken(source, "no space after the colon", "Put a space after the colon.", first.pos)
      : broken(source, "a field without a colon", "Write a colon and a space after the field's name.", first.pos);
  return broken(
    source,
    first.message.split("\n")[0] ?? "",
    "Indent with spaces; quote text that holds : # { [ or begins with * & ! % @.",
    first.pos,
  );
}

/** A line that begins at a column at which nothing around it does. */
function indentation(source: Source, offset: number): Diagnostic {
  const rest = /^\s*\n/.exec(source.text.slice(offset))?.[0].length ?? 0;
  const start = lineStart(source, offset + rest);
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
  return broken(
    source,
    `indented by ${indent}, and the lines around it by ${around.join(" or ")}`,
    `Indent it by ${around.join(" or ")} spaces, as what it belongs to.`,
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

/** The last bracket in a text that nothing closes. */
function openBracket(text: string): number | undefined {
  const open: number[] = [];
  for (const { 0: character, index } of text.matchAll(/[[\]{}]|(?<=^|\s)#.*/g)) {
    if (character === "[" || character === "{") open.push(index);
    else if (character === "]" || character === "}") open.pop();
  }
  return open.at(-1);
}

function broken(source: Source, what: string, hint: string, pos: readonly [number, number]): Diagnostic {
  return messagesOf(source, "input/syntax", `not YAML: ${what}`, hint, pos);
}

function messagesOf(
  source: Source,
  code: "input/syntax" | "input/several-documents" | "input/anchor",
  message: string,
  hint: string,
  [start, end]: readonly [number, number],
): Diagnostic {
  return { code, severity: "error", message, hint, at: locateOffset(source, start, end - start) };
}
