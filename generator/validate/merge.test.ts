import { expect, test } from "vitest";
import { hasKey, isOverridden, merge, valueAt } from "./merge.ts";

test.each([
  { name: "maps merge", base: { a: { x: 1, y: 2 } }, override: { a: { y: 3 } }, merged: { a: { x: 1, y: 3 } } },
  { name: "lists replace", base: { a: [1, 2] }, override: { a: [3] }, merged: { a: [3] } },
  { name: "scalars replace", base: { a: 1 }, override: { a: "b" }, merged: { a: "b" } },
  { name: "null removes a value", base: { a: { x: 1 }, b: 1 }, override: { a: null }, merged: { b: 1 } },
  {
    name: "null removes a nested value",
    base: { a: { x: 1, y: 2 } },
    override: { a: { x: null } },
    merged: { a: { y: 2 } },
  },
  {
    name: "a map replaces a scalar, without its nulls",
    base: { a: 1 },
    override: { a: { x: { y: null, z: 1 } } },
    merged: { a: { x: { z: 1 } } },
  },
  { name: "an empty override changes nothing", base: { a: { x: 1 } }, override: {}, merged: { a: { x: 1 } } },
])("$name: gives $merged", ({ base, override, merged }) => {
  const before = structuredClone({ base, override });
  expect(merge(base, override)).toEqual(merged);
  expect({ base, override }).toEqual(before);
});

test("an override has only the keys that it contains itself", () => {
  const override = { a: { b: [{ c: 1 }] } };
  expect(hasKey(override, ["a", "b", 0, "c"])).toBe(true);
  expect(hasKey(override, ["a", "x"])).toBe(false);
  expect(hasKey(override, ["toString"])).toBe(false);
  expect(valueAt(override, ["a", "b", 0, "c"])).toBe(1);
  expect(valueAt(override, ["a", "b", 1, "c"])).toBeUndefined();
});

test.each([
  { name: "the value as a whole", path: [], found: true },
  { name: "a value that only the base has", path: ["a", "x"], found: false },
  { name: "a value that the override changes", path: ["a", "y"], found: true },
  { name: "a map that both have", path: ["a"], found: false },
  { name: "a map that only the override has", path: ["b"], found: true },
  { name: "a missing key in a map that both have", path: ["a", "none"], found: false },
  { name: "a missing key in a map that only the override has", path: ["b", "none"], found: true },
  { name: "a value that the override removes", path: ["c", "x"], found: true },
  { name: "an entry of a list that the override replaces", path: ["d", 1], found: true },
])("$name comes from the override: $found", ({ path, found }) => {
  const base = { a: { x: 1, y: 1 }, c: { x: 1 }, d: [1, 2] };
  const override = { a: { y: 2 }, b: { z: 1 }, c: null, d: [1] };
  expect(isOverridden(base, override, path)).toBe(found);
});
