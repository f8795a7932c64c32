import { isMap as isMapNode, isScalar, type Pair, parseDocument } from "yaml";
import { parseOptions } from "../load/parse-options.ts";
import { inlineText } from "./inline.ts";
import { endOf, lineEnd, nodeRange } from "./positions.ts";

/** A block of a text: the lines of a value, and their indentation. */
export interface TextBlock {
  readonly lines: readonly string[];
  readonly indent: number;
  /** The text after the colon of its key: a comment. */
  readonly tail: string;
}

/** The value at a path as a block of separate lines with their comments. Undefined if it shares a line with others. */
export function blockAt(text: string, path: readonly string[]): TextBlock | undefined {
  let pair: Pair | undefined;
  let node: unknown = parseDocument(text, parseOptions).contents;
  for (const step of path) {
    pair = isMapNode(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
    node = pair?.value;
  }
  if (pair === undefined || !isMapNode(node) || node.flow === true) return undefined;
  const [, keyEnd] = nodeRange(pair.key);
  const from = text.indexOf("\n", keyEnd) + 1;
  const lines = text.slice(from, lineEnd(text, endOf(text, pair))).split(/\r?\n/);
  const [start] = nodeRange(node.items[0]?.key);
  const tail = text.slice(text.indexOf(":", keyEnd) + 1, from).trimEnd();
  return { lines, tail, indent: start - (text.lastIndexOf("\n", start - 1) + 1) };
}

export function blockLines(
  keys: readonly string[],
  { lines, indent: oldIndent, tail }: TextBlock,
  indent: string,
): readonly string[] {
  const heads = keys.map(
    (key, index) => `${indent}${"  ".repeat(index)}${inlineText(key)}:${index === keys.length - 1 ? tail : ""}`,
  );
  const newIndent = `${indent}${"  ".repeat(keys.length)}`;
  // A comment may be indented less than the lines that it describes.
  return [
    ...heads,
    ...lines.map((line) => (line.trim() === "" ? "" : newIndent + line.replace(new RegExp(`^ {0,${oldIndent}}`), ""))),
  ];
}
