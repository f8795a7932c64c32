import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { overfullServers } from "./overfull-servers.ts";
import { type ModelNeed, placements, type ServerCapacity } from "./placement.ts";

const server = (name: string, memory: bigint | undefined, replicas = 1): ServerCapacity => ({
  name,
  capabilities: undefined,
  replicas,
  memory,
  workers: 1,
});
const model = (name: string, memory: bigint, more: Partial<ModelNeed> = {}): ModelNeed => ({
  name,
  requirements: [],
  server: undefined,
  replicas: 1,
  memory,
  ...more,
});

const messagesOf = (servers: readonly ServerCapacity[], models: readonly ModelNeed[]): readonly string[] =>
  overfullServers(servers, placements(servers, models)).map(
    ({ servers: on, models: those, has, needs, size }) =>
      `${those.map(({ name }) => name)} on ${on}: ${needs}${size === undefined ? "" : ` of ${size}`} > ${has}`,
  );

describe("Models that fit on no other Server", () => {
  test.each([
    ["fill a Server", [server("a", 100n)], [model("m", 60n), model("n", 40n)], []],
    ["exceed a Server", [server("a", 100n)], [model("m", 60n), model("n", 41n)], ["m,n on a: 101 > 100"]],
    ["have a second Server", [server("a", 100n), server("b", 100n)], [model("m", 60n), model("n", 60n)], []],
    [
      "exceed both Servers",
      [server("a", 100n), server("b", 100n)],
      [model("m", 70n), model("n", 70n), model("o", 70n)],
      ["m,n,o on a,b: 210 > 200"],
    ],
    [
      "are too large for one replica together",
      [server("a", 100n, 2)],
      [model("m", 60n), model("n", 60n), model("o", 60n), model("p", 1n)],
      ["m,n,o on a: 3 of 60 > 2"],
    ],
    [
      "use as many replicas as they request",
      [server("a", 100n, 2)],
      [model("m", 60n, { replicas: 2 }), model("n", 40n)],
      [],
    ],
    [
      "exceed a Server with all their replicas",
      [server("a", 100n, 2)],
      [model("m", 60n, { replicas: 2 }), model("n", 45n, { replicas: 2 })],
      ["m,n on a: 210 > 200"],
    ],
    [
      "name one of two Servers",
      [server("a", 100n), server("b", 100n)],
      [model("m", 60n, { server: "a" }), model("n", 60n, { server: "a" }), model("o", 60n)],
      ["m,n on a: 120 > 100"],
    ],
    ["need no memory", [server("a", 0n)], [model("m", 0n), model("n", 0n)], []],
    ["are on a Server with unknown memory", [server("a", undefined)], [model("m", 60n), model("n", 60n)], []],
    [
      "also fit on a Server with unknown memory",
      [server("a", 100n), server("b", undefined)],
      [model("m", 60n), model("n", 60n)],
      [],
    ],
  ] as const)("$0: found $3", (_, servers, models, found) => {
    expect(messagesOf(servers, models)).toEqual(found);
  });
});

/** Whether any placement loads every Model: each of its copies on a different replica of one Server. */
function canAllBeLoaded(servers: readonly ServerCapacity[], models: readonly ModelNeed[]): boolean {
  const freeMemory = new Map(
    servers.map(({ name, memory = 0n, replicas }) => [name, Array.from({ length: replicas }, () => memory)]),
  );
  const place = (index: number): boolean => {
    const next = models[index];
    if (next === undefined) return true;
    return servers.some(({ name, workers }) => {
      if (next.server !== undefined && next.server !== name) return false;
      const free = freeMemory.get(name) ?? [];
      const bytes = next.memory * BigInt(workers);
      return subsets(free.length, next.replicas).some((chosen) => {
        if (chosen.some((count) => (free[count] ?? 0n) < bytes)) return false;
        for (const count of chosen) free[count] = (free[count] ?? 0n) - bytes;
        const done = place(index + 1);
        for (const count of chosen) free[count] = (free[count] ?? 0n) + bytes;
        return done;
      });
    });
  };
  return place(0);
}

function subsets(count: number, size: number, from = 0): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, count - from) }, (_, index) => from + index).flatMap((first) =>
    subsets(count, size - 1, first + 1).map((others) => [first, ...others]),
  );
}

const worlds = fc.tuple(
  fc.uniqueArray(
    fc.record({
      name: fc.constantFrom("a", "b"),
      capabilities: fc.constant(undefined),
      replicas: fc.integer({ min: 1, max: 3 }),
      memory: fc.bigInt(1n, 12n),
      workers: fc.integer({ min: 1, max: 2 }),
    }),
    { selector: ({ name }) => name, minLength: 1 },
  ),
  fc.array(
    fc.record({
      name: fc.constantFrom("m", "n", "o"),
      requirements: fc.constant([]),
      server: fc.option(fc.constantFrom("a", "b"), { nil: undefined, freq: 2 }),
      replicas: fc.integer({ min: 1, max: 3 }),
      memory: fc.bigInt(0n, 7n),
    }),
    { minLength: 2, maxLength: 5 },
  ),
);

test("reports nothing if an exhaustive search finds a placement, and most cases without a placement", () => {
  let hopeless = 0;
  let found = 0;
  for (const [servers, models] of fc.sample(worlds, { numRuns: 5_000, seed: 11 })) {
    const placed = placements(servers, models);
    if (placed.some(({ on }) => on.length === 0)) continue;
    const problems = overfullServers(servers, placed);
    if (canAllBeLoaded(servers, models)) expect(problems).toEqual([]);
    else {
      hopeless += 1;
      found += problems.length > 0 ? 1 : 0;
    }
  }
  expect(hopeless).toBeGreaterThan(200);
  expect(found / hopeless).toBeGreaterThan(0.6);
});

test("thousands of Models on hundreds of Servers are checked", () => {
  const servers = Array.from({ length: 300 }, (_, index) => server(`s${index}`, 1n << 40n, 1_000));
  const models = Array.from({ length: 3_000 }, (_, index) =>
    model(`m${index}`, (1n << 40n) - BigInt(index), {
      server: index % 2 === 0 ? undefined : `s${index % 300}`,
      replicas: 500,
    }),
  );
  expect(overfullServers(servers, placements(servers, models)).length).toBeGreaterThan(0);
});
