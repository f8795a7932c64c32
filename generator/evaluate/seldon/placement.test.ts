import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ModelNeed, placements, type ServerCapacity } from "./placement.ts";

const server: ServerCapacity = {
  name: "a",
  capabilities: ["sklearn", "mlflow"],
  replicas: 2,
  memory: 100n,
  workers: 1,
};
const model: ModelNeed = { name: "m", requirements: ["sklearn"], server: undefined, replicas: 1, memory: 0n };

describe("one Model and one Server", () => {
  test.each([
    ["a Server with everything", {}, {}, undefined],
    ["spaces are ignored", { requirements: [" sklearn "] }, { capabilities: ["sklearn "] }, undefined],
    ["case is not ignored", { requirements: ["SKLearn"] }, {}, { kind: "requirements", missing: ["SKLearn"] }],
    ["a Server with unknown capabilities", { requirements: ["x"] }, { capabilities: undefined }, undefined],
    ["the Model names another Server", { server: "b" }, {}, { kind: "another-server" }],
    ["as many replicas", { replicas: 2 }, {}, undefined],
    ["more replicas", { replicas: 3 }, {}, { kind: "replicas", has: 2, needs: 3 }],
    ["as much memory as the Server has", { memory: 100n }, {}, undefined],
    ["more memory", { memory: 101n }, {}, { kind: "memory", has: 100n, needs: 101n }],
    ["a Server with unknown memory", { memory: 101n }, { memory: undefined }, undefined],
    ["a Server without memory", { memory: 1n }, { memory: 0n }, { kind: "memory", has: 0n, needs: 1n }],
    ["a copy for each worker", { memory: 60n }, { workers: 2 }, { kind: "memory", has: 100n, needs: 120n }],
    [
      "the scheduler checks requirements first",
      { requirements: ["x"], replicas: 9, memory: 999n },
      {},
      { kind: "requirements", missing: ["x"] },
    ],
  ] as const)("$0: obstacle $3", (_, need, offer, obstacle) => {
    const [placed] = placements([{ ...server, ...offer }], [{ ...model, ...need }]);
    expect(placed?.not.get("a")).toEqual(obstacle);
    expect(placed?.on).toEqual(obstacle === undefined ? ["a"] : []);
  });
});

const offers = fc.record({
  name: fc.constantFrom("a", "b", "c", "__proto__"),
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
  memory: fc.bigInt(0n, 1000n),
});
const some = fc.tuple(fc.uniqueArray(offers, { selector: ({ name }) => name }), fc.array(needs));

test("no Model is placed on a Server that lacks something, and every other Server has an obstacle", () => {
  fc.assert(
    fc.property(some, ([servers, models]) => {
      for (const { model: need, on, not } of placements(servers, models)) {
        expect(on.length + not.size).toBe(servers.length);
        for (const name of on) {
          const offer = servers.find((candidate) => candidate.name === name);
          expect(need.requirements.every((requirement) => offer?.capabilities?.includes(requirement) ?? true)).toBe(
            true,
          );
          expect(need.server ?? name).toBe(name);
          expect(need.replicas).toBeLessThanOrEqual(offer?.replicas ?? 0);
          if (offer?.memory !== undefined) expect(need.memory * BigInt(offer.workers) <= offer.memory).toBe(true);
        }
        for (const [name, obstacle] of not) {
          const offer = servers.find((candidate) => candidate.name === name);
          if (obstacle.kind === "another-server") expect(need.server).not.toBe(name);
          if (obstacle.kind === "requirements")
            expect(obstacle.missing.filter((candidate) => offer?.capabilities?.includes(candidate) ?? true)).toEqual(
              [],
            );
          if (obstacle.kind === "replicas" || obstacle.kind === "memory")
            expect(obstacle.needs > obstacle.has).toBe(true);
        }
      }
    }),
  );
});

test("the order of Servers and Models does not change the result", () => {
  fc.assert(
    fc.property(some, ([servers, models]) => {
      const turned = placements(servers.toReversed(), models.toReversed()).toReversed();
      expect(turned.map(({ on, not }) => [on.toSorted(), [...not].toSorted()])).toEqual(
        placements(servers, models).map(({ on, not }) => [on.toSorted(), [...not].toSorted()]),
      );
    }),
  );
});

test("a Server that gains capacity loses no Model", () => {
  fc.assert(
    fc.property(some, ([servers, models]) => {
      const richer = servers.map((item) => ({
        ...item,
        capabilities: item.capabilities === undefined ? undefined : [...item.capabilities, "more"],
        replicas: item.replicas + 1,
        memory: item.memory === undefined ? undefined : item.memory + 1n,
      }));
      const [before, after] = [placements(servers, models), placements(richer, models)];
      for (const [index, { on }] of before.entries()) expect(after[index]?.on).toEqual(expect.arrayContaining([...on]));
    }),
  );
});
