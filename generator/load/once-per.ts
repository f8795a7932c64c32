/** A function that works its answer out once for each object, and keeps it for as long as somebody holds the object. */
export function oncePer<K extends WeakKey, T extends NonNullable<unknown> | null>(
  compute: (key: K) => T,
): (key: K) => T {
  return keeping(new WeakMap<K, T>(), compute);
}

/** The same by name: what is kept lives as long as the function. */
export function oncePerName<T extends NonNullable<unknown> | null>(compute: (name: string) => T): (name: string) => T {
  return keeping(new Map<string, T>(), compute);
}

interface Kept<K, T> {
  readonly get: (key: K) => T | undefined;
  readonly set: (key: K, value: T) => unknown;
}

function keeping<K, T extends NonNullable<unknown> | null>(kept: Kept<K, T>, compute: (key: K) => T): (key: K) => T {
  return (key) => {
    const before = kept.get(key);
    if (before !== undefined) return before;
    const found = compute(key);
    kept.set(key, found);
    return found;
  };
}
