import type { Path } from "../load/source.ts";

/** Raw YAML data: maps, lists and scalars. */
export type RawMap = Readonly<Record<string, unknown>>;

/** `override` laid over `base`: maps merge, lists and scalars replace, `null` takes away. Neither is changed. */
export function merge(base: RawMap, override: RawMap): RawMap {
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(override)) {
    const below = merged.get(key);
    if (value === null) merged.delete(key);
    else if (isMap(value)) merged.set(key, merge(isMap(below) ? below : {}, value));
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

/** Whether `data` itself holds a value at `path`: then that is where the merged value was written. */
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
 * Whether what is at `path` of the merged value was written in the override: all of it, or what replaces it. A map that both
 * have is the base's, and of what neither has it is the one that has most of the way. The value as a whole is the override's.
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

/**
 * Takes from every map of parsed data what it has of JavaScript's own: a name out of one file that is looked up in a map out
 * of another one, such as constructor, is then found where somebody wrote it, and nowhere else.
 */
export function withoutPrototypes(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (Object.getPrototypeOf(value) === Object.prototype && !Object.isFrozen(value)) Object.setPrototypeOf(value, null);
  for (const child of Object.values(value)) withoutPrototypes(child);
}

/** A map of names that somebody wrote: nothing is in it but these. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const record: Record<string, T> = Object.create(null);
  for (const [key, value] of entries) record[key] = value;
  return record;
}

export function isMap(value: unknown): value is RawMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
