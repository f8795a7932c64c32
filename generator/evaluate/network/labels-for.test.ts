import fc from "fast-check";
import { expect, test } from "vitest";
import { defined } from "../../models/defined.ts";
import { type LabelMap, selects } from "../../validate/label-selector.ts";
import { labelsFor } from "./labels-for.ts";

const [keys, values] = [["a", "b"] as const, ["x", "y"] as const];
const key = fc.constantFrom(...keys);
const some = fc.subarray([...values], { minLength: 1 });
const selector = fc.record(
  {
    matchLabels: fc.dictionary(key, fc.constantFrom(...values), { maxKeys: 2 }),
    matchExpressions: fc.array(
      fc.oneof(
        fc.record({ key, operator: fc.constantFrom("In", "NotIn"), values: some }),
        fc.record({ key, operator: fc.constantFrom("Exists", "DoesNotExist") }),
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

/** Every choice of labels that these selectors can distinguish: each key absent, one of the values, or another value. */
const choices: readonly LabelMap[] = [undefined, ...values, "z"].flatMap((a) =>
  [undefined, ...values, "z"].map((b) => defined({ a, b })),
);

test("finds labels that all selectors match, exactly if such labels exist", () => {
  let impossible = 0;
  fc.assert(
    fc.property(fc.array(selector, { maxLength: 3 }), (selectors) => {
      const matching = labelsFor(...selectors);
      const possible = choices.some((labels) => selectors.every((candidate) => selects(candidate, labels)));
      expect(matching !== undefined).toBe(possible);
      if (matching === undefined) impossible += 1;
      else for (const item of selectors) expect(selects(item, matching)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(impossible).toBeGreaterThan(100);
});

test("a value that is not a selector matches nothing", () => {
  expect(labelsFor({}, 7)).toBeUndefined();
  expect(labelsFor()).toEqual({});
});
