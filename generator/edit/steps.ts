import { isDeepStrictEqual } from "node:util";
import { isMap } from "../validate/merge.ts";

/** A way into a document: keys of maps and places in lists. */
export type EditPath = readonly (string | number)[];

/** One change to a text: a value in place of another one or at a new key, a new item of a list, or something that goes. */
export type EditStep =
  | { readonly does: "put"; readonly way: EditPath; readonly value: unknown }
  | { readonly does: "insert"; readonly way: EditPath; readonly value: unknown }
  | { readonly does: "remove"; readonly way: EditPath };

/** The smallest steps from one value to another one, so that what is the same in both keeps its text. */
export function stepsBetween(old: unknown, fresh: unknown, way: EditPath): readonly EditStep[] {
  if (isDeepStrictEqual(old, fresh)) return [];
  if (fresh === undefined) return [{ does: "remove", way }];
  if (isMap(old) && isMap(fresh) && Object.keys(old).length > 0 && Object.keys(fresh).length > 0) {
    const here = Object.keys(fresh).flatMap((key) =>
      Object.hasOwn(old, key)
        ? stepsBetween(old[key], fresh[key], [...way, key])
        : [{ does: "put" as const, way: [...way, key], value: fresh[key] }],
    );
    // What comes is there before the last of what goes: no block is empty in between.
    const gone = Object.keys(old).filter((key) => !Object.hasOwn(fresh, key));
    return [...here, ...gone.map((key) => ({ does: "remove" as const, way: [...way, key] }))];
  }
  if (Array.isArray(old) && Array.isArray(fresh) && old.length > 0 && fresh.length > 0)
    return stepsOfList(old, fresh, way);
  return [{ does: "put", way, value: fresh }];
}

/** Items at both ends that are the same stay; of the others each takes the place of another one, as long as there are any. */
function stepsOfList(old: readonly unknown[], fresh: readonly unknown[], way: EditPath): readonly EditStep[] {
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
    .map((value, index) => ({ does: "insert" as const, way: [...way, until + index], value }));
  const removed = old.slice(until, old.length - after).map(() => ({ does: "remove" as const, way: [...way, until] }));
  return [...replaced, ...inserted, ...removed];
}
