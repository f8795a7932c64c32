import { isDeepStrictEqual } from "node:util";
import {
  isCollection,
  isMap as isMapNode,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
} from "yaml";
import { UsageError } from "../diagnostics/usage-error.ts";
import { parseOptions } from "../load/parse-options.ts";
import { isMap, type RawMap } from "../validate/merge.ts";

/** One change to a document of maps: a value at a path, or nothing there any more. */
export interface Assignment {
  readonly path: readonly string[];
  /** Nothing takes the key away. */
  readonly value: unknown;
}

/**
 * A YAML text with these changes, in which nothing else differs: comments, layout, quotes and order stay as somebody wrote
 * them. One plain document of maps without aliases, as `parseYaml` insists on.
 * @throws UsageError where something is written in a form that cannot be changed by itself: a key after a question mark.
 */
export function editText(text: string, assignments: readonly Assignment[]): string {
  return assignments.reduce((before, assignment) => {
    const wanted = put(dataOf(before), assignment.path, assignment.value);
    if (isDeepStrictEqual(dataOf(before), wanted)) return before;
    const after = edited(before, assignment);
    // What is written is what was asked for, or nothing is.
    if (!isDeepStrictEqual(dataOf(after), wanted))
      throw new UsageError(
        `${assignment.path.join(".")} is written in a form that only a person can change`,
        "Write it as key: value, then call again.",
      );
    return after;
  }, text);
}

function dataOf(text: string): unknown {
  return parseDocument(text, { ...parseOptions, logLevel: "error" }).toJS({ maxAliasCount: 0 });
}

/** Maps with a value put at a path; a map that loses its last key stays, empty. */
export function put(data: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  // Where there is nothing below, there is nothing to take away.
  if (value === undefined && (!isMap(data) || !Object.hasOwn(data, step))) return data;
  const map: RawMap = isMap(data) ? data : {};
  if (rest.length === 0 && value === undefined) {
    const { [step]: _, ...others } = map;
    return others;
  }
  return { ...map, [step]: put(map[step], rest, value) };
}

function edited(text: string, { path, value }: Assignment): string {
  const { contents } = parseDocument(text, parseOptions);
  if (!isMapNode(contents)) return text;
  let map: YAMLMap = contents;
  for (const [index, step] of path.entries()) {
    const pair = map.items.find(({ key }) => isScalar(key) && key.value === step);
    const rest = path.slice(index + 1);
    if (pair === undefined) return value === undefined ? text : added(text, map, step, nested(rest, value));
    if (rest.length === 0) return value === undefined ? removed(text, map, pair) : replaced(text, pair, value);
    if (!isMapNode(pair.value)) return value === undefined ? text : replaced(text, pair, nested(rest, value));
    map = pair.value;
  }
  return text;
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((below, step) => ({ [step]: below }), value);
}

/** A value in one line that may stand anywhere, in the quotes that were there before. */
export function inline(value: unknown, like?: unknown): string {
  const json = JSON.stringify(value);
  // Line ends and the like need their escapes; JSON is YAML.
  if (/\\[nrtbfu]/.test(json)) return json;
  const quotes = isScalar(like) && (like.type === "QUOTE_DOUBLE" || like.type === "QUOTE_SINGLE") ? like.type : "PLAIN";
  const listed = stringify([value], {
    version: "1.2",
    compat: "yaml-1.1",
    collectionStyle: "flow",
    lineWidth: 0,
    defaultKeyType: "PLAIN",
    defaultStringType: quotes,
  });
  return listed.trimEnd().slice(2, -2);
}

function replaced(text: string, { key, value: old }: Pair, value: unknown): string {
  const [, keyEnd] = rangeOf(key);
  if (!isNode(old)) return splice(text, keyEnd, keyEnd, `: ${inline(value)}`);
  const colon = text.indexOf(":", keyEnd) + 1;
  const [start, end] = rangeOf(old);
  // The library counts an empty value from behind the comment of its line.
  if (start === end) return splice(text, colon, colon, ` ${inline(value)}`);
  if (!inBlock(old)) return splice(text, start, end, inline(value, old));
  // A block goes whole, from behind the colon to the end of its last line.
  return splice(text, colon, lineEnd(text, end), ` ${inline(value)}`);
}

/** Whether a value goes over lines by its indentation. */
function inBlock(value: unknown): boolean {
  if (isScalar(value)) return value.type === "BLOCK_LITERAL" || value.type === "BLOCK_FOLDED";
  return isCollection(value) && value.flow !== true;
}

function added(text: string, map: YAMLMap, key: string, value: unknown): string {
  const entry = `${inline(key)}: ${inline(value)}`;
  const last = map.items.at(-1);
  if (map.flow === true) {
    const [start, end] = rangeOf(map);
    if (last === undefined) return splice(text, start, end, `{ ${entry} }`);
    const [, lastEnd] = rangeOf(isNode(last.value) ? last.value : last.key);
    return splice(text, lastEnd, lastEnd, `, ${entry}`);
  }
  const first = map.items[0];
  if (first === undefined || last === undefined) return text;
  const [at] = rangeOf(first.key);
  const indent = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const end = lineEnd(text, endOf(text, last));
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return splice(text, end, end, `${eol}${indent}${entry}`);
}

function removed(text: string, map: YAMLMap, pair: Pair): string {
  const index = map.items.indexOf(pair);
  const [start] = rangeOf(pair.key);
  if (map.items.length === 1) {
    const [from, to] = map.flow === true ? rangeOf(map) : [start, endOf(text, pair)];
    return splice(text, from, to, "{}");
  }
  if (map.flow === true) {
    const next = map.items[index + 1];
    if (next !== undefined) return splice(text, start, rangeOf(next.key)[0], "");
    const before = map.items[index - 1];
    const from = before === undefined ? start : endOf(text, before);
    return splice(text, from, endOf(text, pair), "");
  }
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const end = lineEnd(text, endOf(text, pair));
  return splice(text, from, Math.min(text.length, end + (text.startsWith("\r\n", end) ? 2 : 1)), "");
}

/** Where the last character of a pair's value is; what a library counts to it behind that is the next line's. */
function endOf(text: string, { key, value }: Pair): number {
  const [start, end] = rangeOf(isNode(value) ? value : key);
  if (isMapNode(value) && value.flow !== true && value.items.length > 0) {
    const last = value.items.at(-1);
    if (last !== undefined) return endOf(text, last);
  }
  return start + text.slice(start, end).trimEnd().length;
}

/** The end of the line that something stands in, its comment included. */
function lineEnd(text: string, at: number): number {
  const trimmed = text.slice(0, at).trimEnd().length;
  const end = /\r?\n/.exec(text.slice(trimmed))?.index;
  return end === undefined ? text.length : trimmed + end;
}

function splice(text: string, from: number, to: number, put: string): string {
  return text.slice(0, from) + put + text.slice(to);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "range" in value;
}

function rangeOf(node: unknown): readonly [start: number, valueEnd: number, nodeEnd: number] {
  if (!isNode(node) || node.range === null || node.range === undefined) throw new Error("a node without a place");
  return node.range;
}
