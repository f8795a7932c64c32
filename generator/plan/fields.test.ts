import { expect, test } from "vitest";
import { describeField, fieldChanges } from "./fields.ts";

test.each([
  { name: "nothing", before: { a: 1 }, after: { a: 1 }, says: [] },
  { name: "a field", before: { spec: { a: 1 } }, after: { spec: { a: 2 } }, says: ["spec.a 1 becomes 2"] },
  { name: "a field that comes", before: {}, after: { a: "x" }, says: ["a x comes"] },
  { name: "a field that goes", before: { a: ["x"] }, after: {}, says: ['a ["x"] goes'] },
  { name: "a key with a dot", before: { l: { "a.b/c": 1 } }, after: { l: {} }, says: ['l["a.b/c"] 1 goes'] },
  {
    name: "an item with a name",
    before: { c: [{ name: "x", w: 1 }, { name: "y" }] },
    after: { c: [{ name: "y" }, { name: "x", w: 2 }] },
    says: ["c[x].w 1 becomes 2"],
  },
  {
    name: "only the order",
    before: { c: ["x", "y"] },
    after: { c: ["y", "x"] },
    says: ['c ["x","y"] becomes ["y","x"]'],
  },
  { name: "texts", before: { c: ["x"] }, after: { c: ["x", "y"] }, says: ["c[y] y comes"] },
  {
    name: "items without names",
    before: { c: [{ a: [1] }] },
    after: { c: [{ a: [2] }] },
    says: ["c[0].a[0] 1 becomes 2"],
  },
  {
    name: "more items without names",
    before: { c: [[1]] },
    after: { c: [[1], [2]] },
    says: ["c [[1]] becomes [[1],[2]]"],
  },
  { name: "items that share one", before: { c: ["x", "x"] }, after: { c: ["x"] }, says: ['c ["x","x"] becomes ["x"]'] },
])("$name: $says", ({ before, after, says }) => {
  expect(fieldChanges(before, after).map(describeField)).toEqual(says);
});
