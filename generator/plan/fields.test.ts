import { expect, test } from "vitest";
import { describeField, fieldChanges } from "./fields.ts";

test.each([
  { name: "nothing", before: { a: 1 }, after: { a: 1 }, message: [] },
  { name: "a field", before: { spec: { a: 1 } }, after: { spec: { a: 2 } }, message: ["spec.a 1 becomes 2"] },
  { name: "a field that comes", before: {}, after: { a: "x" }, message: ["a x comes"] },
  { name: "a field that goes", before: { a: ["x"] }, after: {}, message: ['a ["x"] goes'] },
  { name: "a key with a dot", before: { l: { "a.b/c": 1 } }, after: { l: {} }, message: ['l["a.b/c"] 1 goes'] },
  {
    name: "an item with a name",
    before: { c: [{ name: "x", w: 1 }, { name: "y" }] },
    after: { c: [{ name: "y" }, { name: "x", w: 2 }] },
    message: ["c[x].w 1 becomes 2"],
  },
  {
    name: "only the order",
    before: { c: ["x", "y"] },
    after: { c: ["y", "x"] },
    message: ['c ["x","y"] becomes ["y","x"]'],
  },
  { name: "texts", before: { c: ["x"] }, after: { c: ["x", "y"] }, message: ["c[y] y comes"] },
  {
    name: "items without names",
    before: { c: [{ a: [1] }] },
    after: { c: [{ a: [2] }] },
    message: ["c[0].a[0] 1 becomes 2"],
  },
  {
    name: "more items without names",
    before: { c: [[1]] },
    after: { c: [[1], [2]] },
    message: ["c [[1]] becomes [[1],[2]]"],
  },
  {
    name: "items that share one",
    before: { c: ["x", "x"] },
    after: { c: ["x"] },
    message: ['c ["x","x"] becomes ["x"]'],
  },
])("$name: $message", ({ before, after, message }) => {
  expect(fieldChanges(before, after).map(describeField)).toEqual(message);
});
