import type { Path } from "../load/source.ts";
import { isMap, isOverridden, merge, type RawMap } from "./merge.ts";
import type { WrittenAt, WrittenPlace } from "./parse.ts";

/** A map at a position in a hand-written file, to merge with other maps. */
export interface Layer extends WrittenPlace {
  readonly data: RawMap;
}

/** Several layers merged, each onto the layers before it. */
export interface Layered {
  readonly value: RawMap;
  /** The position at which a user wrote the value at a path, or would add the value. */
  readonly writtenAt: WrittenAt;
}

/**
 * Merges layers.
 * @param defaults Layers below `own`. A value comes from one of them only if `own` contains less of the value's path.
 * @param overrides Layers above `own`. Without overrides, the value as a whole belongs to `own`.
 */
export function layered(defaults: readonly Layer[], own: Layer, overrides: readonly Layer[]): Layered {
  let value: RawMap = {};
  const layers = [...defaults, own, ...overrides].map((layer, index) => {
    const below = value;
    // A null that removes nothing stays in the layers up to `own`, so that the schema reports it.
    const nulls = index <= defaults.length ? "keep" : "drop";
    value = index === 0 ? layer.data : merge(below, layer.data, nulls);
    return { layer, below };
  });
  return {
    value,
    writtenAt: (path) => {
      const found = layers.findLast(({ layer, below }) => isOverridden(below, layer.data, path))?.layer ?? own;
      const isOwn = defaults.includes(found) && stepsIn(own.data, path) >= stepsIn(found.data, path);
      const { source, form, path: place } = isOwn ? own : found;
      return { source, form, path: [...place, ...path] };
    },
  };
}

/** How many steps of a path a map contains. */
function stepsIn(data: unknown, path: Path): number {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isMap(value) && Object.hasOwn(value, step)) value = value[step];
    else return index;
    if (value === undefined) return index;
  }
  return path.length;
}
