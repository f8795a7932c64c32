import { expect, test } from "vitest";
import { hasKey, isOverridden, merge, valueAt } from "./merge.ts";

test.each([
  { name: "maps merge", base: { a: { x: 1, y: 2 } }, override: { a: { y: 3 } }, merged: { a: { x: 1, y: 3 } } },
  { name: "lists replace", base: { a: [1, 2] }, override: { a: [3] }, merged: { a: [3] } },
  { name: "scalars replace", base: { a: 1 }, override: { a: "b" }, merged: { a: "b" } },
  { name: "null takes away", base: { a: { x: 1 }, b: 1 }, override: { a: null }, merged: { b: 1 } },
  {
    name: "null takes away deep inside",
    base: { a: { x: 1, y: 2 } },
    override: { a: { x: null } },
    merged: { a: { y: 2 } },
  },
  {
    name: "a map replaces what is none, without its nulls",
    base: { a: 1 },
    override: { a: { x: { y: null, z: 1 } } },
    merged: { a: { x: { z: 1 } } },
  },
  { name: "nothing changes nothing", base: { a: { x: 1 } }, override: {}, merged: { a: { x: 1 } } },
])("$name: gives $merged", ({ base, override, merged }) => {
  const before = structuredClone({ base, override });
  expect(merge(base, override)).toEqual(merged);
  expect({ base, override }).toEqual(before);
});

test("what an override holds was written there", () => {
  const override = { a: { b: [{ c: 1 }] } };
  expect(hasKey(override, ["a", "b", 0, "c"])).toBe(true);
  expect(hasKey(override, ["a", "x"])).toBe(false);
  expect(hasKey(override, ["toString"])).toBe(false);
  expect(valueAt(override, ["a", "b", 0, "c"])).toBe(1);
  expect(valueAt(override, ["a", "b", 1, "c"])).toBeUndefined();
});

test.each([
  { name: "the whole", path: [], found: true },
  { name: "what only the base has", path: ["a", "x"], found: false },
  { name: "what the override changes", path: ["a", "y"], found: true },
  { name: "a map that both have", path: ["a"], found: false },
  { name: "a map of the override's own", path: ["b"], found: true },
  { name: "what is missing in a map that both have", path: ["a", "none"], found: false },
  { name: "what is missing in a map of the override's own", path: ["b", "none"], found: true },
  { name: "what the override takes away", path: ["c", "x"], found: true },
  { name: "an entry of a list that the override replaces", path: ["d", 1], found: true },
])("where the merged value was written: $name", ({ path, found }) => {
  const base = { a: { x: 1, y: 1 }, c: { x: 1 }, d: [1, 2] };
  const override = { a: { y: 2 }, b: { z: 1 }, c: null, d: [1] };
  expect(isOverridden(base, override, path)).toBe(found);
});
