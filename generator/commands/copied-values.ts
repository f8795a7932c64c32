import { isMap } from "../validate/merge.ts";

type Step = string | number;

/** A value of an object that stands, as it is, in what somebody wrote. */
export interface CopiedValue {
  readonly path: readonly Step[];
  readonly value: string;
  /** Where, below what somebody wrote. */
  readonly from: readonly Step[];
}

interface Leaf {
  readonly path: readonly Step[];
  readonly value: string;
  /** The names on the way, those of a list's items included. */
  readonly names: readonly string[];
}

/**
 * Which values of an object are somebody's own, and where they stand. One value may stand in several places: a model's name as
 * a step, as an input and as an output. Meant is the one whose way has the most names in common with the value's own, and of
 * these the one that parts from it last. Small numbers and flags would be anybody's.
 */
export function copiedValues(object: unknown, written: unknown): readonly CopiedValue[] {
  const inputs = Map.groupBy([...leaves(written), ...keys(written)], ({ value }) => value);
  return [...leaves(object)].flatMap(({ path, value, names }) => {
    const candidates = value.length > 2 && path[0] !== "metadata" ? (inputs.get(value) ?? []) : [];
    const ranked = candidates
      .map((candidate) => ({ one: candidate, rank: rankOf(candidate.path, names) }))
      .sort((left, right) => compareRanks(right.rank, left.rank));
    const [best] = ranked;
    return best === undefined ? [] : [{ path, value, from: best.one.path }];
  });
}

interface Rank {
  readonly common: number;
  /** How early on the value's own way the first name in common is. */
  readonly early: number;
}

function rankOf(path: readonly Step[], names: readonly string[]): Rank {
  const common = path.filter((step) => typeof step === "string" && names.includes(step)).length;
  const first = names.findIndex((name) => path.includes(name));
  return { common, early: first < 0 ? Number.NEGATIVE_INFINITY : -first };
}

function compareRanks(left: Rank, right: Rank): number {
  return left.common - right.common || (left.early === right.early ? 0 : left.early - right.early);
}

function* leaves(value: unknown, path: readonly Step[] = [], names: readonly string[] = []): Iterable<Leaf> {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) {
      const name: unknown = isMap(item) ? item["name"] : undefined;
      yield* leaves(item, [...path, index], typeof name === "string" ? [...names, name] : names);
    }
  else if (isMap(value))
    for (const [key, item] of Object.entries(value)) yield* leaves(item, [...path, key], [...names, key]);
  else if (typeof value === "string" || typeof value === "number") yield { path, value: String(value), names };
}

/** Names that somebody gave: keys of maps. */
function* keys(value: unknown, path: readonly Step[] = []): Iterable<Leaf> {
  if (!isMap(value)) return;
  for (const [key, item] of Object.entries(value)) {
    yield { path: [...path, key], value: key, names: [] };
    yield* keys(item, [...path, key]);
  }
}
