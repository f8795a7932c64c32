import { isDeepStrictEqual } from "node:util";
import { isMap } from "../validate/merge.ts";

/** A path into a document: keys of maps and indexes of lists. */
export type DocumentPath = readonly (string | number)[];

/** One change to a text: a value that replaces another one or is added at a new key, a new item of a list, or a removal. */
export type EditStep =
  | { readonly kind: "put"; readonly path: DocumentPath; readonly value: unknown }
  | { readonly kind: "insert"; readonly path: DocumentPath; readonly value: unknown }
  | { readonly kind: "remove"; readonly path: DocumentPath };

/** The smallest steps from one value to another, so that equal parts keep their text. */
export function stepsBetween(old: unknown, fresh: unknown, way: DocumentPath): readonly EditStep[] {
  if (isDeepStrictEqual(old, fresh)) return [];
  if (fresh === undefined) return [{ kind: "remove", path: way }];
  if (isMap(old) && isMap(fresh) && Object.keys(old).length > 0 && Object.keys(fresh).length > 0) {
    const here = Object.keys(fresh).flatMap((key) =>
      Object.hasOwn(old, key)
        ? stepsBetween(old[key], fresh[key], [...way, key])
        : [{ kind: "put" as const, path: [...way, key], value: fresh[key] }],
    );
    // Additions come before removals, so that no block is empty in between.
    const gone = Object.keys(old).filter((key) => !Object.hasOwn(fresh, key));
    return [...here, ...gone.map((key) => ({ kind: "remove" as const, path: [...way, key] }))];
  }
  if (Array.isArray(old) && Array.isArray(fresh) && old.length > 0 && fresh.length > 0)
    return stepsOfList(old, fresh, way);
  return [{ kind: "put", path: way, value: fresh }];
}

/** Equal items at the start and the end stay. The others are replaced pairwise, then inserted or removed. */
function stepsOfList(old: readonly unknown[], fresh: readonly unknown[], way: DocumentPath): readonly EditStep[] {
  const shorter = Math.min(old.length, fresh.length);
  const same = (index: number): boolean => isDeepStrictEqual(old[index], fresh[index]);
  const sameFromEnd = (index: number): boolean => isDeepStrictEqual(old.at(-1 - index), fresh.at(-1 - index));
  let before = 0;
  while (before < shorter && same(before)) before += 1;
  let after = 0;
  while (after < shorter - before && sameFromEnd(after)) after += 1;
  const until = shorter - after;
  const replaced = old
    .slice(before, until)
    .flatMap((item, index) => stepsBetween(item, fresh[before + index], [...way, before + index]));
  const inserted = fresh
    .slice(until, fresh.length - after)
    .map((value, index) => ({ kind: "insert" as const, path: [...way, until + index], value }));
  const removed = old.slice(until, old.length - after).map(() => ({ kind: "remove" as const, path: [...way, until] }));
  return [...replaced, ...inserted, ...removed];
}
