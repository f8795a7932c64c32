import { isDeepStrictEqual } from "node:util";
import { isMap, type RawMap } from "../validate/merge.ts";

/** One field that differs; nothing stands for a field that is not there. */
export interface FieldChange {
  /** As people write it: `spec.candidates[fraud-v1].weight`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The smallest fields that differ between two objects. Items of a list are matched by what names them, as the API server
 * does (name, then key, then port), or else by their place; a list of another length whose items nothing names is one field.
 */
export function fieldChanges(before: RawMap | undefined, after: RawMap | undefined): readonly FieldChange[] {
  return [...differing("", before ?? {}, after ?? {})];
}

/** Fields of the spec that differ, by name. */
export function changedFields(before: RawMap | undefined, after: RawMap | undefined): readonly string[] {
  const [old, fresh] = [before?.["spec"], after?.["spec"]].map((spec) => (isMap(spec) ? spec : {}));
  const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(fresh ?? {})]);
  return [...keys].filter((key) => !isDeepStrictEqual(old?.[key], fresh?.[key])).sort();
}

function* differing(path: string, before: unknown, after: unknown): Iterable<FieldChange> {
  if (isDeepStrictEqual(before, after)) return;
  if (isMap(before) && isMap(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* differing(path === "" ? key : `${path}${step(key)}`, before[key], after[key]);
    return;
  }
  const [old, fresh] = [named(before), named(after)];
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

function step(key: string): string {
  return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** A list's items by name; nothing where they have none, or share one. Texts name themselves. */
function named(list: unknown): ReadonlyMap<string, unknown> | undefined {
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

/** `spec.replicas 1 becomes 2`. */
export function describeField({ path, before, after }: FieldChange): string {
  if (isNothing(before)) return `${path} ${valueText(after)} comes`;
  if (isNothing(after)) return `${path} ${valueText(before)} goes`;
  return `${path} ${valueText(before)} becomes ${valueText(after)}`;
}

/** No object that is rendered holds a null: JSON says so of what is not there. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

const longest = 80;

/** A value in one short line; nothing is said to be nothing. */
export function valueText(value: unknown): string {
  if (isNothing(value)) return "nothing";
  // Of a text over lines each end is shown as somebody would write it.
  const text = typeof value === "string" && !value.includes("\n") ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
