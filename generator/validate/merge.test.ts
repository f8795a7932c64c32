import { expect, test } from "vitest";
import { holds, merge, valueAt } from "./merge.ts";

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
])("$name", ({ base, override, merged }) => {
  const before = structuredClone({ base, override });
  expect(merge(base, override)).toEqual(merged);
  expect({ base, override }).toEqual(before);
});

test("what an override holds was written there", () => {
  const override = { a: { b: [{ c: 1 }] } };
  expect(holds(override, ["a", "b", 0, "c"])).toBe(true);
  expect(holds(override, ["a", "x"])).toBe(false);
  expect(holds(override, ["toString"])).toBe(false);
  expect(valueAt(override, ["a", "b", 0, "c"])).toBe(1);
  expect(valueAt(override, ["a", "b", 1, "c"])).toBeUndefined();
});
