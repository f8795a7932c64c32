import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileValue } from "../../testing/hostile.ts";
import { pipelineProblems } from "./pipeline.ts";

const kinds = (pipeline: unknown): readonly string[] => [...pipelineProblems(pipeline, "p")].map(({ kind }) => kind);

test("circles are found where a second way of looking finds them", () => {
  const step = fc.nat(7);
  fc.assert(
    fc.property(fc.array(fc.tuple(step, step, fc.boolean()), { maxLength: 14 }), (edges) => {
      const steps = Array.from({ length: 8 }, (_, index) => ({
        name: `s${index}`,
        inputs: edges.filter(([from, , isInput]) => from === index && isInput).map(([, to]) => `s${to}.outputs`),
        triggers: edges.filter(([from, , isInput]) => from === index && !isInput).map(([, to]) => `s${to}.inputs`),
      }));
      expect(kinds({ spec: { steps } }).includes("cycle")).toBe(!canBeSorted(edges));
    }),
    { numRuns: 2_000 },
  );
});

/** Whether steps without open sources can be taken away until none is left. */
function canBeSorted(edges: readonly (readonly [number, number, boolean])[]): boolean {
  let left = edges;
  for (;;) {
    const next = left.filter(([, to]) => left.some(([from]) => from === to));
    if (next.length === left.length) return left.length === 0;
    left = next;
  }
}

test("ten thousand steps in one circle, and whatever else stands there", () => {
  const steps = Array.from({ length: 10_000 }, (_, index) => ({
    name: `s${index}`,
    inputs: [`s${(index + 1) % 10_000}`],
  }));
  expect(kinds({ spec: { steps } })).toEqual(["cycle"]);
  fc.assert(fc.property(hostileValue, (value) => kinds(value).length >= 0));
  fc.assert(
    fc.property(
      hostileValue,
      (value) => kinds({ spec: { steps: [{ inputs: value, name: value }], input: value } }).length >= 0,
    ),
  );
});
