import fc from "fast-check";
import { expect, test } from "vitest";
import { malformedValue } from "../../testing/malformed.ts";
import { pipelineProblems } from "./pipeline.ts";

const kinds = (pipeline: unknown): readonly string[] => [...pipelineProblems(pipeline, "p")].map(({ kind }) => kind);

test("cycles are found exactly if an independent implementation finds them", () => {
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

/** Whether repeatedly removing the steps without open sources removes all steps. */
function canBeSorted(edges: readonly (readonly [number, number, boolean])[]): boolean {
  let remaining = edges;
  for (;;) {
    const next = remaining.filter(([, to]) => remaining.some(([from]) => from === to));
    if (next.length === remaining.length) return remaining.length === 0;
    remaining = next;
  }
}

interface Step {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly triggers: readonly string[];
}

test("Pipelines have findings exactly if an independent implementation rejects them", () => {
  const name = fc.constantFrom("a", "b", "c", "d", "__proto__", "constructor", "p");
  const rare = fc.constantFrom("", ".", ".x", ".x.y", ".inputs.t.u", ".outputs.t.u", "..outputs", ".step.a.outputs");
  const end = fc.oneof({ weight: 8, arbitrary: fc.constantFrom("", ".outputs", ".inputs", ".outputs.t") }, rare);
  const reference = fc.tuple(name, end).map((parts) => parts.join(""));
  const step = fc.record({
    name,
    inputs: fc.array(reference, { maxLength: 2 }),
    triggers: fc.array(reference, { maxLength: 1 }),
  });
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 5 }),
      fc.array(reference, { maxLength: 1 }),
      fc.option(fc.array(reference, { maxLength: 2 }), { nil: undefined }),
      fc.boolean(),
      (steps, output, external, allowCycles) => {
        const input = external && { externalInputs: external };
        const spec = { steps, output: { steps: output }, input, allowCycles };
        const wrong = isWrong(steps, output, external, allowCycles);
        const problems = kinds({ spec }).filter((kind) => kind !== "input-is-trigger");
        expect(problems.length > 0, problems.join()).toBe(wrong);
        if (!wrong) accepted += 1;
      },
    ),
    { numRuns: 20_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

/** Uses regular expressions instead of a parser, and removes steps instead of walking the graph. */
function isWrong(
  steps: readonly Step[],
  output: readonly string[],
  external: readonly string[] | undefined,
  allowCycles: boolean,
): boolean {
  const names = steps.map(({ name }) => name);
  const own = /^([^.]+)([.](inputs|outputs)([.][^.]*)?)?$/;
  const foreign = /^[^.]+[.](step[.][^.]+[.])?(inputs|outputs)([.][^.]*)?$/;
  const read = steps.flatMap(({ inputs, triggers }) => [...inputs, ...triggers]);
  if (names.length === 0 || names.includes("p") || new Set(names).size < names.length) return true;
  if ([...read, ...output].some((text) => !own.test(text))) return true;
  const source = (text: string): string => text.replace(own, "$1");
  if (read.some((text) => source(text) !== "p" && !names.includes(source(text)))) return true;
  if (output.some((text) => !names.includes(source(text)))) return true;
  if (external?.length === 0 || external?.some((text) => !foreign.test(text))) return true;
  const edges = steps.flatMap(({ name, inputs, triggers }) =>
    [...inputs, ...triggers]
      .filter((text) => source(text) !== "p")
      .map((text): [number, number, boolean] => [names.indexOf(name), names.indexOf(source(text)), true]),
  );
  return !allowCycles && !canBeSorted(edges);
}

test("thousands of steps with thousands of paths are checked", () => {
  const size = 4_000;
  const layered = Array.from({ length: size }, (_, index) => ({
    name: `s${index}`,
    inputs: Array.from({ length: Math.min(index, 20) }, (_unused, back) => `s${index - back - 1}`),
    triggers: [],
  }));
  expect(kinds({ spec: { steps: layered } })).toEqual([]);
  expect(kinds({ spec: { steps: layered.toReversed() } })).toEqual([]);
  const lost = layered.map((step) => ({ ...step, triggers: [`${step.name}x`] }));
  expect(kinds({ spec: { steps: lost } })).toHaveLength(size);
});

test("ten thousand steps in one cycle are one problem, and malformed input causes no exception", () => {
  const steps = Array.from({ length: 10_000 }, (_, index) => ({
    name: `s${index}`,
    inputs: [`s${(index + 1) % 10_000}`],
  }));
  expect(kinds({ spec: { steps } })).toEqual(["cycle"]);
  fc.assert(fc.property(malformedValue, (value) => kinds(value).length >= 0));
  fc.assert(
    fc.property(
      malformedValue,
      (value) => kinds({ spec: { steps: [{ inputs: value, name: value }], input: value } }).length >= 0,
    ),
  );
});
