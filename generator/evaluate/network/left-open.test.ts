import { expect, test } from "vitest";
import { leftOpen } from "./left-open.ts";

const expression = (key: string, operator: string, ...values: readonly string[]): object =>
  values.length === 0 ? { key, operator } : { key, operator, values };
const one = (...expressions: readonly object[]): object => ({ matchExpressions: expressions });

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ["nothing selected", [], [one()]],
  ["everything", [{}], []],
  ["everything, among others", [{ matchLabels: { a: "b" } }, {}], []],
  ["one that takes nothing", [one(expression("a", "Equals", "b"))], [one()]],
  ["one label", [{ matchLabels: { a: "b" } }], [one(expression("a", "NotIn", "b"))]],
  [
    "two labels together",
    [{ matchLabels: { a: "b", c: "d" } }],
    [one(expression("a", "NotIn", "b")), one(expression("c", "NotIn", "d"))],
  ],
  [
    "each of two",
    [{ matchLabels: { a: "b" } }, { matchLabels: { c: "d" } }],
    [one(expression("a", "NotIn", "b"), expression("c", "NotIn", "d"))],
  ],
  ["all of them in two halves", [one(expression("a", "Exists")), one(expression("a", "DoesNotExist"))], []],
  ["all of them in two other halves", [one(expression("a", "In", "b")), one(expression("a", "NotIn", "b"))], []],
])("$0: open $2", (_, selectors, open) => {
  expect(leftOpen(selectors)).toEqual(open);
});

test("what nobody can follow counts as open to all", () => {
  const wide = Array.from({ length: 8 }, (_, index) => ({ matchLabels: { [`a${index}`]: "b", [`c${index}`]: "d" } }));
  expect(leftOpen(wide)).toEqual([{}]);
});
