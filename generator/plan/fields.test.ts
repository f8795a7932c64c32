import { expect, test } from "vitest";
import { describeField, fieldChanges } from "./fields.ts";

const kinds = Array.from({ length: 9 }, (_, index) => ({ kind: `Kind${index}`, group: "" }));
const lines = Array.from({ length: 9 }, (_, index) => `workloads Kind${index}`);

test.each([
  { name: "no difference", before: { a: 1 }, after: { a: 1 }, message: [] },
  { name: "a field", before: { spec: { a: 1 } }, after: { spec: { a: 2 } }, message: ["spec.a: 1 → 2"] },
  { name: "an added field", before: {}, after: { a: "x" }, message: ["a: x (added)"] },
  { name: "a removed field", before: { a: ["x"] }, after: {}, message: ['a: ["x"] (removed)'] },
  { name: "a key with a dot", before: { l: { "a.b/c": 1 } }, after: { l: {} }, message: ['l["a.b/c"]: 1 (removed)'] },
  {
    name: "an item with a name",
    before: { c: [{ name: "x", w: 1 }, { name: "y" }] },
    after: { c: [{ name: "y" }, { name: "x", w: 2 }] },
    message: ["c[x].w: 1 → 2"],
  },
  {
    name: "only the order",
    before: { c: ["x", "y"] },
    after: { c: ["y", "x"] },
    message: ['c: ["x","y"] → ["y","x"]'],
  },
  { name: "strings", before: { c: ["x"] }, after: { c: ["x", "y"] }, message: ["c[y]: y (added)"] },
  {
    name: "items without names",
    before: { c: [{ a: [1] }] },
    after: { c: [{ a: [2] }] },
    message: ["c[0].a[0]: 1 → 2"],
  },
  {
    name: "more items without names",
    before: { c: [[1]] },
    after: { c: [[1], [2]] },
    message: ["c: [[1]] → [[1],[2]]"],
  },
  {
    name: "items that share a name",
    before: { c: ["x", "x"] },
    after: { c: ["x"] },
    message: ['c: ["x","x"] → ["x"]'],
  },
  {
    name: "long lists of items without names",
    before: { c: kinds },
    after: { c: [...kinds.slice(2), { kind: "Issuer", group: "" }] },
    message: [
      'c: added {"kind":"Issuer","group":""}; removed {"kind":"Kind0","group":""}, {"kind":"Kind1","group":""}',
    ],
  },
  {
    name: "a long list in another order",
    before: { c: kinds },
    after: { c: kinds.toReversed() },
    message: [...kinds.keys()]
      .filter((index) => index !== 4)
      .map((index) => `c[${index}].kind: Kind${index} → Kind${8 - index}`),
  },
  {
    name: "a long text with other lines",
    before: { data: { synced: lines.join("\n") } },
    after: { data: { synced: [...lines.slice(0, 8), "workloads Issuer"].join("\n") } },
    message: ["data.synced: added workloads Issuer; removed workloads Kind8"],
  },
  {
    name: "a repeated line",
    before: { a: `${lines.join("\n")}\nx` },
    after: { a: `${lines.join("\n")}\nx\nx` },
    message: ["a: added x"],
  },
  {
    name: "long texts that differ at the end",
    before: { a: `${"x".repeat(90)}1` },
    after: { a: `${"x".repeat(90)}2` },
    message: [`a: …${"x".repeat(20)}1 → …${"x".repeat(20)}2`],
  },
])("$name: $message", ({ before, after, message }) => {
  expect(fieldChanges(before, after).map(describeField)).toEqual(message);
});
