import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ModelNeed, overfull, placements, type ServerOffer } from "./placement.ts";

const server: ServerOffer = { name: "a", capabilities: ["sklearn", "mlflow"], replicas: 2, memory: 100n, workers: 1 };
const model: ModelNeed = {
  name: "m",
  requirements: ["sklearn"],
  server: undefined,
  replicas: 1,
  minReplicas: undefined,
  memory: 0n,
};

describe("one Model and one Server", () => {
  test.each([
    ["all is there", {}, {}, undefined],
    ["spaces do not count", { requirements: [" sklearn "] }, {}, undefined],
    ["the letters do", { requirements: ["SKLearn"] }, {}, { kind: "requirements", missing: ["SKLearn"] }],
    ["a Server that does not say what it offers", { requirements: ["x"] }, { capabilities: undefined }, undefined],
    ["another Server is wanted", { server: "b" }, {}, { kind: "another-server" }],
    ["more replicas", { replicas: 3 }, {}, { kind: "replicas", has: 2, needs: 3 }],
    ["fewer are enough to begin with", { replicas: 3, minReplicas: 2 }, {}, undefined],
    ["as much memory as there is", { memory: 100n }, {}, undefined],
    ["more memory", { memory: 101n }, {}, { kind: "memory", has: 100n, needs: 101n }],
    ["a copy for each worker", { memory: 60n }, { workers: 2 }, { kind: "memory", has: 100n, needs: 120n }],
  ] as const)("%s", (_, need, offer, obstacle) => {
    const [placed] = placements([{ ...server, ...offer }], [{ ...model, ...need }]);
    expect(placed?.not.get("a")).toEqual(obstacle);
    expect(placed?.on).toEqual(obstacle === undefined ? ["a"] : []);
  });
});

test("Models that have nowhere else to go fill a Server", () => {
  const models = [
    { ...model, name: "m", memory: 60n, replicas: 2 },
    { ...model, name: "n", memory: 45n, replicas: 2 },
  ];
  const full = [{ server: "a", models: ["m", "n"], has: 200n, needs: 210n }];
  expect(overfull([server], placements([server], models))).toEqual(full);
  const other = { ...server, name: "b" };
  expect(overfull([server, other], placements([server, other], models))).toEqual([]);
});

const offers = fc.record({
  name: fc.constantFrom("a", "b", "c"),
  capabilities: fc.option(fc.subarray(["x", "y", "z"]), { nil: undefined }),
  replicas: fc.nat(5),
  memory: fc.option(fc.bigInt(0n, 1000n), { nil: undefined }),
  workers: fc.integer({ min: 1, max: 4 }),
});
const needs = fc.record({
  name: fc.string(),
  requirements: fc.subarray(["x", "y", "z"]),
  server: fc.option(fc.constantFrom("a", "b", "d"), { nil: undefined }),
  replicas: fc.nat(5),
  minReplicas: fc.option(fc.nat(5), { nil: undefined }),
  memory: fc.bigInt(0n, 1000n),
});

test("nobody lands where something is missing, and every Server says yes or why not", () => {
  fc.assert(
    fc.property(fc.uniqueArray(offers, { selector: ({ name }) => name }), fc.array(needs), (servers, models) => {
      for (const { model: need, on, not } of placements(servers, models)) {
        expect(on.length + not.size).toBe(servers.length);
        for (const name of on) {
          const offer = servers.find((one) => one.name === name);
          expect(need.requirements.every((one) => offer?.capabilities?.includes(one) ?? true)).toBe(true);
          expect(need.server ?? name).toBe(name);
          expect(need.minReplicas ?? need.replicas).toBeLessThanOrEqual(offer?.replicas ?? 0);
          if (offer?.memory !== undefined) expect(need.memory * BigInt(offer.workers) <= offer.memory).toBe(true);
        }
      }
    }),
  );
});
