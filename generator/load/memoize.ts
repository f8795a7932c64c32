/** A function that computes its result once for each object, and keeps it until the object is garbage-collected. */
export function memoize<K extends WeakKey, T extends NonNullable<unknown> | null>(
  compute: (key: K) => T,
): (key: K) => T {
  return cached(new WeakMap<K, T>(), compute);
}

/** The same by name. The results are kept as long as the function. */
export function memoizeByName<T extends NonNullable<unknown> | null>(
  compute: (name: string) => T,
): (name: string) => T {
  return cached(new Map<string, T>(), compute);
}

interface Cache<K, T> {
  readonly get: (key: K) => T | undefined;
  readonly set: (key: K, value: T) => unknown;
}

function cached<K, T extends NonNullable<unknown> | null>(cache: Cache<K, T>, compute: (key: K) => T): (key: K) => T {
  return (key) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const result = compute(key);
    cache.set(key, result);
    return result;
  };
}
