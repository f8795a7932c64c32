import { isMap as isMapNode, isSeq, type Node, type Pair } from "yaml";

/** The end of a pair's value, without the trailing whitespace that the library counts as part of it. */
export function endOf(text: string, { key, value }: Pair): number {
  return endOfNode(text, isNode(value) ? value : key);
}

export function endOfNode(text: string, node: unknown): number {
  if (isMapNode(node) && node.flow !== true) {
    const last = node.items.at(-1);
    if (last !== undefined) return endOf(text, last);
  }
  if (isSeq(node) && node.flow !== true && isNode(node.items.at(-1))) return endOfNode(text, node.items.at(-1));
  const [start, end] = nodeRange(node);
  return start + text.slice(start, end).trimEnd().length;
}

/** The end of the line at an offset, its comment included. */
export function lineEnd(text: string, at: number): number {
  const trimmed = text.slice(0, at).trimEnd().length;
  const end = /\r?\n/.exec(text.slice(trimmed))?.index;
  return end === undefined ? text.length : trimmed + end;
}

export function splice(text: string, from: number, to: number, put: string): string {
  return text.slice(0, from) + put + text.slice(to);
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "range" in value;
}

export function nodeRange(node: unknown): readonly [start: number, valueEnd: number, nodeEnd: number] {
  if (!isNode(node) || node.range === null || node.range === undefined) throw new Error("a YAML node without a range");
  return node.range;
}

/** The text without the lines from one offset to another, their comments included. */
export function withoutLines(text: string, start: number, end: number): string {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const to = lineEnd(text, end);
  return splice(text, from, Math.min(text.length, to + (text.startsWith("\r\n", to) ? 2 : 1)), "");
}

export function lineBreakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
