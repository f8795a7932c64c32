import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { malformedValue } from "../../testing/malformed.ts";
import { isMap } from "../../validate/merge.ts";
import { experimentProblems } from "./experiment.ts";

const kinds = (experiment: unknown): readonly string[] =>
  [...experimentProblems(experiment, "split")].map(({ kind }) => kind);

interface Written {
  readonly default?: string | undefined;
  readonly candidates: readonly { readonly name: string; readonly weight: number }[];
  readonly mirror?: { readonly name: string; readonly percent: number } | undefined;
}

const name = fc.constantFrom("a", "b", "c", "__proto__", "constructor");
const written: fc.Arbitrary<Written> = fc.record({
  default: fc.option(name, { nil: undefined }),
  candidates: fc.array(
    fc.record({ name, weight: fc.oneof(fc.constantFrom(-1, 0, 0, 50, 100), fc.integer({ min: 0, max: 100 })) }),
    { maxLength: 4 },
  ),
  mirror: fc.option(fc.record({ name, percent: fc.integer({ min: -5, max: 105 }) }), { nil: undefined }),
});

describe("random Experiments", () => {
  test("are accepted exactly if an independent implementation of the scheduler's checks accepts them", () => {
    const refusals = ["default-not-a-candidate", "named-twice"];
    fc.assert(
      fc.property(written, (spec) => {
        // An Experiment without candidate and mirror is rejected too. It has the finding no-traffic.
        const empty = spec.candidates.length === 0 && spec.mirror === undefined;
        const refused = kinds({ spec }).some((kind) => refusals.includes(kind)) || empty;
        expect(refused).toBe(!accepts(spec));
      }),
      { numRuns: 5_000 },
    );
  });
  test("have weights that Envoy accepts, or a finding", () => {
    fc.assert(
      fc.property(written, (spec) => {
        const problems = kinds({ spec });
        expect(problems.includes("no-traffic")).toBe(!envoyAccepts(spec.candidates.map(({ weight }) => weight)));
        expect(problems.includes("mirror-percent")).toBe(Math.abs((spec.mirror?.percent ?? 50) - 50) > 50);
      }),
      { numRuns: 5_000 },
    );
  });
  test("have weights that add up to 100, or a finding", () => {
    fc.assert(
      fc.property(written, ({ candidates }) => {
        const sum = candidates.map(({ weight }) => weight).reduce((left, right) => left + right, 0);
        if (envoyAccepts(candidates.map(({ weight }) => weight)))
          expect(kinds({ spec: { candidates } }).includes("weights-sum")).toBe(sum !== 100);
      }),
    );
  });
});

/** Checks in the same order as the scheduler, with lists instead of sets. */
function accepts({ default: wanted, candidates, mirror }: Written): boolean {
  if (candidates.length === 0 && mirror === undefined) return false;
  if (wanted !== undefined && candidates.find((candidate) => candidate.name === wanted) === undefined) return false;
  const names = [
    ...candidates.map((candidate) => candidate.name),
    ...(mirror === undefined ? [] : [mirror.name]),
  ].sort();
  return names.every((candidate, index) => candidate !== names[index - 1]);
}

/** Whether no weight is negative and at least one is positive. */
function envoyAccepts(weights: readonly number[]): boolean {
  return weights.every((weight) => weight >= 0) && Math.max(0, ...weights) > 0;
}

test("malformed input causes no exception", () => {
  fc.assert(fc.property(malformedValue, (value) => kinds(value).length >= 0));
  fc.assert(
    fc.property(malformedValue, malformedValue, malformedValue, (candidates, item, two) => {
      const spec = { default: item, candidates: [candidates, { name: item, weight: two }], mirror: two };
      expect(kinds({ spec }).length).toBeGreaterThanOrEqual(0);
      expect(kinds({ spec: { ...(isMap(item) ? item : {}), candidates } }).length).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("a hundred thousand candidates are checked", () => {
  const candidates = Array.from({ length: 100_000 }, (_, index) => ({ name: `c${index}`, weight: 0 }));
  expect(kinds({ spec: { default: "d", candidates } })).toEqual(["default-not-a-candidate", "no-traffic"]);
});
