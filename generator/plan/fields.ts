import { isDeepStrictEqual } from "node:util";
import { listText } from "../text/listed.ts";
import { isMap, type RawMap } from "../validate/merge.ts";

/** One field that differs. Undefined stands for an absent field. */
export interface FieldChange {
  /** For example `spec.candidates[fraud-v1].weight`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The smallest fields that differ between two objects. List items are matched by name, then key, then port, as the API server
 * does. Items without any of these are matched by index. If the lengths of such lists differ, the list is one field.
 */
export function fieldChanges(before: RawMap | undefined, after: RawMap | undefined): readonly FieldChange[] {
  return [...differing("", before ?? {}, after ?? {})];
}

/** Names of the spec fields that differ. */
export function changedFields(before: RawMap | undefined, after: RawMap | undefined): readonly string[] {
  const [old, fresh] = [before?.["spec"], after?.["spec"]].map((spec) => (isMap(spec) ? spec : {}));
  const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(fresh ?? {})]);
  return [...keys].filter((key) => !isDeepStrictEqual(old?.[key], fresh?.[key])).sort();
}

function* differing(path: string, before: unknown, after: unknown): Iterable<FieldChange> {
  if (isDeepStrictEqual(before, after)) return;
  if (isMap(before) && isMap(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* differing(path === "" ? key : `${path}${pathSegment(key)}`, before[key], after[key]);
    return;
  }
  const [old, fresh] = [entriesByName(before), entriesByName(after)];
  if (old !== undefined && fresh !== undefined) {
    for (const name of new Set([...old.keys(), ...fresh.keys()]))
      yield* differing(`${path}[${name}]`, old.get(name), fresh.get(name));
    // The same items in another order.
    if ([...old.keys()].every((name) => isDeepStrictEqual(old.get(name), fresh.get(name))) && old.size === fresh.size)
      yield { path, before, after };
    return;
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [index, item] of before.entries()) yield* differing(`${path}[${index}]`, item, after[index]);
    return;
  }
  yield { path, before, after };
}

function pathSegment(key: string): string {
  return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** The items of a list by name. Undefined if an item has no name, or two share one. A string is its own name. */
function entriesByName(list: unknown): ReadonlyMap<string, unknown> | undefined {
  if (!Array.isArray(list)) return undefined;
  const items: readonly unknown[] = list;
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  return byName.has(undefined) || byName.size !== items.length ? undefined : (byName as ReadonlyMap<string, unknown>);
}

function nameOf(item: unknown): string | undefined {
  if (typeof item === "string") return item;
  if (!isMap(item)) return undefined;
  for (const key of ["name", "key", "port"]) {
    const value = item[key];
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return undefined;
}

/** `spec.replicas: 1 → 2`. Of values that do not fit one line, only the items, lines or characters that differ. */
export function describeField({ path, before, after }: FieldChange): string {
  if (isNothing(before)) return `${path}: ${valueText(after)} (added)`;
  if (isNothing(after)) return `${path}: ${valueText(before)} (removed)`;
  if (fits(before) && fits(after)) return `${path}: ${lineOf(before)} → ${lineOf(after)}`;
  const [old, fresh] = [partsOf(before), partsOf(after)];
  if (old !== undefined && fresh !== undefined) return `${path}: ${partChanges(old, fresh)}`;
  const [shortOld, shortFresh] = fromFirstDifference(lineOf(before), lineOf(after));
  return `${path}: ${shortOld} → ${shortFresh}`;
}

/** Null counts as absent: no rendered object contains a null, and JSON data has null for an absent value. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

const longest = 80;
const mostParts = 5;
/** The characters shown before the first difference of two long texts. */
const context = 20;

/** A value in one short line. An absent value is `not set`. */
export function valueText(value: unknown): string {
  return isNothing(value) ? "not set" : shortened(lineOf(value));
}

/** A multi-line string is shown as JSON, with its line ends as \n. */
function lineOf(value: unknown): string {
  return typeof value === "string" && !value.includes("\n") ? value : JSON.stringify(value);
}

function fits(value: unknown): boolean {
  return lineOf(value).length <= longest;
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** The items of a list, or the lines of a text. Undefined for any other value. */
function partsOf(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return value.map(lineOf);
  return typeof value === "string" && value.includes("\n") ? value.split("\n") : undefined;
}

/** `added X, Y; removed Z`. A part that occurs several times counts as often. */
function partChanges(old: readonly string[], fresh: readonly string[]): string {
  const changes = [
    ["added", missingFrom(old, fresh)],
    ["removed", missingFrom(fresh, old)],
  ] as const;
  const texts = changes.flatMap(([verb, parts]) =>
    parts.length === 0 ? [] : [`${verb} ${listText(parts.map(shortened), mostParts)}`],
  );
  return texts.length === 0 ? "another order" : texts.join("; ");
}

/** The parts of the second list that the first list does not contain. */
function missingFrom(list: readonly string[], parts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const part of list) counts.set(part, (counts.get(part) ?? 0) + 1);
  return parts.filter((part) => {
    const left = counts.get(part) ?? 0;
    counts.set(part, left - 1);
    return left <= 0;
  });
}

/** Two long texts, each without most of the beginning that they share. */
function fromFirstDifference(old: string, fresh: string): readonly [string, string] {
  const most = Math.min(old.length, fresh.length);
  let same = 0;
  while (same < most && old[same] === fresh[same]) same += 1;
  const start = same + longest / 4 < longest ? 0 : same - context;
  const cut = (text: string): string => shortened(start === 0 ? text : `…${text.slice(start)}`);
  return [cut(old), cut(fresh)];
}
