import type { ModelNeed, Placement, ServerOffer } from "./placement.ts";

/** Servers that cannot hold the Models that have nowhere else to go, however they are spread over the replicas. */
export interface OverfullServer {
  readonly servers: readonly string[];
  readonly models: readonly ModelNeed[];
  /** Bytes of all replicas together; or how many copies of `size` bytes find room on them, one by one. */
  readonly has: bigint;
  readonly needs: bigint;
  /** Nothing where all bytes together are too many. */
  readonly size?: bigint;
}

interface Sized {
  readonly capacity: bigint;
  readonly replicas: bigint;
  readonly workers: number;
}

/** More ways to choose among Servers than anybody has; the rest is looked at alone only. */
const mostGroups = 64;
const mostSizes = 256;

/**
 * Where no order of loading can help. The scheduler itself takes Models as they come, so more may fail than is said here,
 * and never less.
 */
export function overfullServers(
  servers: readonly ServerOffer[],
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
    const found =
      models.length < 2
        ? undefined
        : tooMuch(
            on.flatMap((name) => sized.get(name) ?? []),
            models,
          );
    if (found === undefined) return [];
    for (const model of found.models) reported.add(model);
    return [{ servers: on, ...found }];
  });
}

function tooMuch(room: readonly Sized[], models: readonly ModelNeed[]): Omit<OverfullServer, "servers"> | undefined {
  // Every Server loads as many copies as it has workers, so the fewest are certain.
  const workers = BigInt(room.reduce((least, sized) => Math.min(least, sized.workers), Number.MAX_SAFE_INTEGER));
  const copies = models.map((model) => ({ model, bytes: model.memory * workers, count: BigInt(model.replicas) }));
  const has = room.reduce((sum, sized) => sum + sized.capacity * sized.replicas, 0n);
  const needs = copies.reduce((sum, copy) => sum + copy.bytes * copy.count, 0n);
  if (needs > has) return { models, has, needs };
  const largestFirst = copies.toSorted((left, right) =>
    left.bytes < right.bytes ? 1 : left.bytes > right.bytes ? -1 : 0,
  );
  let count = 0n;
  for (const [index, { bytes, count: own }] of largestFirst.slice(0, mostSizes).entries()) {
    count += own;
    const places = room.reduce((sum, sized) => sum + sized.replicas * (sized.capacity / bytes), 0n);
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
