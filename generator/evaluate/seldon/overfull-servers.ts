import type { ModelNeed, Placement, ServerCapacity } from "./placement.ts";

/** Servers without enough capacity for the Models that fit on no other Server, however these are spread over the replicas. */
export interface OverfullServer {
  readonly servers: readonly string[];
  readonly models: readonly ModelNeed[];
  /** Without `size`: bytes of all replicas together. With `size`: how many copies of `size` bytes fit on the replicas. */
  readonly has: bigint;
  readonly needs: bigint;
  /** Undefined if the sum of all bytes exceeds the capacity. */
  readonly size?: bigint;
}

interface Sized {
  readonly capacity: bigint;
  readonly replicas: bigint;
  readonly workers: number;
}

/** More groups of Servers than any tenant has. Larger numbers are cut off. */
const mostGroups = 64;
const mostSizes = 256;

/**
 * Finds Servers on which the Models do not fit in any loading order. The scheduler places Models in the order of their arrival,
 * so more may fail than this reports, but never fewer.
 */
export function overfullServers(
  servers: readonly ServerCapacity[],
  placed: readonly Placement[],
): readonly OverfullServer[] {
  const sized = new Map(
    servers.flatMap(({ name, memory, replicas, workers }) =>
      memory === undefined ? [] : [[name, { capacity: memory, replicas: BigInt(replicas), workers }] as const],
    ),
  );
  const heavy = placed.filter(
    ({ model, on }) => model.memory > 0n && on.length > 0 && on.every((candidate) => sized.has(candidate)),
  );
  const groups = [...Map.groupBy(heavy, ({ on }) => JSON.stringify(on)).values()]
    .map((members) => members[0]?.on ?? [])
    .sort((left, right) => left.length - right.length)
    .slice(0, mostGroups);
  const reported = new Set<ModelNeed>();
  return groups.flatMap((on) => {
    const among = new Set(on);
    const models = heavy
      .filter((placement) => !reported.has(placement.model) && placement.on.every((name) => among.has(name)))
      .map(({ model }) => model);
    const overfull =
      models.length < 2
        ? undefined
        : exceededCapacity(
            on.flatMap((name) => sized.get(name) ?? []),
            models,
          );
    if (overfull === undefined) return [];
    for (const model of overfull.models) reported.add(model);
    return [{ servers: on, ...overfull }];
  });
}

function exceededCapacity(
  servers: readonly Sized[],
  models: readonly ModelNeed[],
): Omit<OverfullServer, "servers"> | undefined {
  // Every Server loads as many copies as it has workers, so the smallest number of workers is certain.
  const workers = BigInt(servers.reduce((least, sized) => Math.min(least, sized.workers), Number.MAX_SAFE_INTEGER));
  const copies = models.map((model) => ({ model, bytes: model.memory * workers, count: BigInt(model.replicas) }));
  const has = servers.reduce((sum, sized) => sum + sized.capacity * sized.replicas, 0n);
  const needs = copies.reduce((sum, copy) => sum + copy.bytes * copy.count, 0n);
  if (needs > has) return { models, has, needs };
  const largestFirst = copies.toSorted((left, right) =>
    left.bytes < right.bytes ? 1 : left.bytes > right.bytes ? -1 : 0,
  );
  let count = 0n;
  for (const [index, copy] of largestFirst.slice(0, mostSizes).entries()) {
    const { bytes } = copy;
    count += copy.count;
    const places = servers.reduce((sum, sized) => sum + sized.replicas * (sized.capacity / bytes), 0n);
    if (count > places)
      return {
        models: largestFirst.slice(0, index + 1).map(({ model }) => model),
        has: places,
        needs: count,
        size: bytes,
      };
  }
  return undefined;
}
