import { isDeepStrictEqual } from "node:util";
import { isCollection, isMap as isMapNode, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from "yaml";
import { UsageError } from "../diagnostics/usage-error.ts";
import { parseOptions } from "../load/parse-options.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import { blockAt, blockLines, type TextBlock } from "./block.ts";
import { editedList } from "./edit-list.ts";
import { entryLines, inlineText } from "./inline.ts";
import { endOf, isNode, lineBreakOf, lineEnd, nodeRange, splice, withoutLines } from "./positions.ts";
import { type EditStep, stepsBetween } from "./steps.ts";

/** One change to a document of maps: set a value at a path, or remove the key. */
export interface Assignment {
  readonly path: readonly string[];
  /** Undefined removes the key. */
  readonly value: unknown;
  /** The path of the same value elsewhere in the text. The new text copies its layout, comments included. */
  readonly layoutFrom?: readonly string[];
}

/**
 * Returns a YAML text with these changes and no others. Comments, layout, quotes and order stay as the user wrote them,
 * also inside a block of which only a part changes. The text must be one plain document of maps without aliases, as
 * `parseYaml` requires.
 * @throws UsageError if a value is written in a form that cannot be edited separately: a key after a question mark.
 */
export function editText(text: string, assignments: readonly Assignment[]): string {
  return assignments.reduce((before, assignment) => {
    const { path, value } = assignment;
    const data = dataOf(before);
    // Merged maps have no prototype, and parsed maps have one.
    const wanted: unknown = structuredClone(putValue(data, path, value));
    if (isDeepStrictEqual(data, wanted)) return before;
    const whole: readonly EditStep[] = [value === undefined ? { kind: "remove", path } : { kind: "put", path, value }];
    for (const steps of [stepsBetween(valueAt(data, path), value, path), whole]) {
      const after = steps.reduce((now, step) => edited(now, step, assignment.layoutFrom), before);
      // The edited text is accepted only if it parses to the requested value.
      if (isDeepStrictEqual(dataOf(after), wanted)) return after;
    }
    throw new UsageError(
      `unsupported YAML notation of ${path.join(".")}: this command cannot edit the field`,
      "Write the field as key: value in the file, and run the command again.",
    );
  }, text);
}

function dataOf(text: string): unknown {
  return parseDocument(text, { ...parseOptions, logLevel: "error" }).toJS({ maxAliasCount: 0 });
}

/** The data with a value set at a path. A map that loses its last key stays as an empty map. */
export function putValue(data: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  // Below a missing key there is nothing to remove.
  if (value === undefined && (!isMap(data) || !Object.hasOwn(data, step))) return data;
  const map: RawMap = isMap(data) ? data : {};
  if (rest.length === 0 && value === undefined) {
    const { [step]: _, ...others } = map;
    return others;
  }
  return { ...map, [step]: putValue(map[step], rest, value) };
}

function edited(text: string, step: EditStep, like: readonly string[] | undefined): string {
  const { contents } = parseDocument(text, parseOptions);
  let node: unknown = contents;
  for (const [index, key] of step.path.entries()) {
    const last = index === step.path.length - 1;
    if (isSeq(node) && typeof key === "number") {
      if (last) return editedList(text, node, key, step);
      node = node.items[key];
      continue;
    }
    if (!isMapNode(node)) return text;
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    const below = step.path.slice(index + 1);
    if (pair === undefined) {
      if (step.kind !== "put") return text;
      const source = like === undefined ? undefined : blockAt(text, like);
      return added(text, node, {
        key: String(key),
        value: nested(below, step.value),
        below: below.map(String),
        source,
      });
    }
    if (last) return step.kind === "put" ? replaceValue(text, pair, step.value) : removed(text, node, pair);
    if (!isMapNode(pair.value) && !(isSeq(pair.value) && typeof below[0] === "number"))
      return step.kind === "put" ? replaceValue(text, pair, nested(below, step.value)) : text;
    node = pair.value;
  }
  return text;
}

function nested(path: readonly (string | number)[], value: unknown): unknown {
  return path.reduceRight((below, step) => ({ [step]: below }), value);
}

function replaceValue(text: string, { key, value: old }: Pair, value: unknown): string {
  const [, keyEnd] = nodeRange(key);
  if (!isNode(old)) return splice(text, keyEnd, keyEnd, `: ${inlineText(value)}`);
  const colon = text.indexOf(":", keyEnd) + 1;
  const [start, end] = nodeRange(old);
  // The library places an empty value after the comment of its line.
  if (start === end) return splice(text, colon, colon, ` ${inlineText(value)}`);
  if (!inBlock(old)) return splice(text, start, end, inlineText(value, old));
  // A block is replaced as a whole, from the colon to the end of its last line.
  return splice(text, colon, lineEnd(text, end), ` ${inlineText(value)}`);
}

/** Whether a value spans lines by indentation. */
function inBlock(value: unknown): boolean {
  if (isScalar(value)) return value.type === "BLOCK_LITERAL" || value.type === "BLOCK_FOLDED";
  return isCollection(value) && value.flow !== true;
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  /** Keys between the entry's key and the value that is copied from `source`. */
  readonly below: readonly string[];
  readonly source: TextBlock | undefined;
}

function added(text: string, map: YAMLMap, { key, value, below, source }: Entry): string {
  const last = map.items.at(-1);
  if (map.flow === true) {
    const entry = `${inlineText(key)}: ${inlineText(value)}`;
    const [start, end] = nodeRange(map);
    if (last === undefined) return splice(text, start, end, `{ ${entry} }`);
    const [, lastEnd] = nodeRange(isNode(last.value) ? last.value : last.key);
    return splice(text, lastEnd, lastEnd, `, ${entry}`);
  }
  const first = map.items[0];
  if (first === undefined || last === undefined) return text;
  const [at] = nodeRange(first.key);
  const indent = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const end = lineEnd(text, endOf(text, last));
  const lines = source === undefined ? entryLines(key, value, indent) : blockLines([key, ...below], source, indent);
  return splice(text, end, end, lines.map((line) => `${lineBreakOf(text)}${line}`).join(""));
}

function removed(text: string, map: YAMLMap, pair: Pair): string {
  const index = map.items.indexOf(pair);
  const [start] = nodeRange(pair.key);
  if (map.items.length === 1) {
    const [from, to] = map.flow === true ? nodeRange(map) : [start, endOf(text, pair)];
    return splice(text, from, to, "{}");
  }
  if (map.flow === true) {
    const next = map.items[index + 1];
    if (next !== undefined) return splice(text, start, nodeRange(next.key)[0], "");
    const before = map.items[index - 1];
    const from = before === undefined ? start : endOf(text, before);
    return splice(text, from, endOf(text, pair), "");
  }
  return withoutLines(text, start, endOf(text, pair));
}
