import { isDeepStrictEqual } from "node:util";
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

/** `spec.replicas: 1 → 2`. */
export function describeField({ path, before, after }: FieldChange): string {
  if (isNothing(before)) return `${path}: ${valueText(after)} (added)`;
  if (isNothing(after)) return `${path}: ${valueText(before)} (removed)`;
  return `${path}: ${valueText(before)} → ${valueText(after)}`;
}

/** Null counts as absent: no rendered object contains a null, and JSON data has null for an absent value. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

const longest = 80;

/** A value in one short line. An absent value is `not set`. */
export function valueText(value: unknown): string {
  if (isNothing(value)) return "not set";
  // A multi-line string is shown as JSON, with its line ends as \n.
  const text = typeof value === "string" && !value.includes("\n") ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
