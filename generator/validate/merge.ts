import type { Path } from "../load/source.ts";

/** Raw YAML data: maps, lists and scalars. */
export type RawMap = Readonly<Record<string, unknown>>;

/**
 * Merges `override` onto `base`: maps merge, lists and scalars replace, `null` removes. Neither argument is changed.
 * @param unmatched Whether the result keeps or drops a null that removes nothing.
 */
export function merge(base: RawMap, override: RawMap, unmatched: "keep" | "drop" = "drop"): RawMap {
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(override)) {
    const below = merged.get(key);
    if (value === null && unmatched === "keep" && !merged.has(key)) merged.set(key, null);
    else if (value === null) merged.delete(key);
    else if (isMap(value)) merged.set(key, merge(isMap(below) ? below : {}, value, unmatched));
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

/** Whether `data` itself contains a value at `path`. If so, the merged value comes from there. */
export function hasKey(data: unknown, path: Path): boolean {
  let value = data;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isMap(value) && Object.hasOwn(value, step)) value = value[step];
    else return false;
  }
  return value !== undefined;
}

/**
 * Whether the merged value at `path` was written in the override, or replaced there. A map that both have belongs to the
 * base. A value that neither has belongs to the one that contains the longer part of the path. The value as a whole
 * belongs to the override.
 */
export function isOverridden(base: unknown, override: unknown, path: Path): boolean {
  let [below, over] = [base, override];
  for (const step of path) {
    if (!isMap(over)) return true;
    below = isMap(below) && Object.hasOwn(below, step) ? below[step] : undefined;
    if (!Object.hasOwn(over, step)) return false;
    over = over[step];
    if (below === undefined) return true;
  }
  return path.length === 0 || !(isMap(over) && isMap(below));
}

export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isMap(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** The map at a path. Empty if there is no map. */
export function mapAtPath(data: unknown, path: Path): RawMap {
  const value = valueAt(data, path);
  return isMap(value) ? value : {};
}

/**
 * Removes the prototype from every map of parsed data. A name such as constructor is then found in a map only if a user
 * wrote it there.
 */
export function withoutPrototypes(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (Object.getPrototypeOf(value) === Object.prototype && !Object.isFrozen(value)) Object.setPrototypeOf(value, null);
  for (const child of Object.values(value)) withoutPrototypes(child);
}

/** A map without a prototype, for names that users write: it contains nothing else. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const record: Record<string, T> = Object.create(null);
  for (const [key, value] of entries) record[key] = value;
  return record;
}

export function isMap(value: unknown): value is RawMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
