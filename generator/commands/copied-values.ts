import { isMap } from "../validate/merge.ts";

type Step = string | number;

/** A value of a generated object that is copied unchanged from an input file. */
export interface CopiedValue {
  readonly path: readonly Step[];
  readonly value: string;
  /** The path of the value in the input. */
  readonly from: readonly Step[];
}

interface Leaf {
  readonly path: readonly Step[];
  readonly value: string;
  /** The names on the path, including those of list items. */
  readonly names: readonly string[];
}

/**
 * Returns the values of an object that are copied from the input, with their paths. The input can contain a value several
 * times: the name of a model as a step, as an input and as an output. The best match shares the most names with the value's
 * path. Among equal matches, it is the one whose first shared name comes earliest on that path. Values of one or two
 * characters are skipped, because they match by chance.
 */
export function copiedValues(object: unknown, written: unknown): readonly CopiedValue[] {
  const inputs = Map.groupBy([...leafValues(written), ...keys(written)], ({ value }) => value);
  return [...leafValues(object)].flatMap(({ path, value, names }) => {
    const candidates = value.length > 2 && path[0] !== "metadata" ? (inputs.get(value) ?? []) : [];
    const ranked = candidates
      .map((candidate) => ({ candidate, rank: rankOf(candidate.path, names) }))
      .sort((left, right) => compareRanks(right.rank, left.rank));
    const [best] = ranked;
    return best === undefined ? [] : [{ path, value, from: best.candidate.path }];
  });
}

interface Rank {
  readonly common: number;
  /** Larger if the first shared name comes earlier on the value's path. */
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

function* leafValues(value: unknown, path: readonly Step[] = [], names: readonly string[] = []): Iterable<Leaf> {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) {
      const name: unknown = isMap(item) ? item["name"] : undefined;
      yield* leafValues(item, [...path, index], typeof name === "string" ? [...names, name] : names);
    }
  else if (isMap(value))
    for (const [key, item] of Object.entries(value)) yield* leafValues(item, [...path, key], [...names, key]);
  else if (typeof value === "string" || typeof value === "number") yield { path, value: String(value), names };
}

/** Names that a person chose: keys of maps. */
function* keys(value: unknown, path: readonly Step[] = []): Iterable<Leaf> {
  if (!isMap(value)) return;
  for (const [key, item] of Object.entries(value)) {
    yield { path: [...path, key], value: key, names: [] };
    yield* keys(item, [...path, key]);
  }
}
