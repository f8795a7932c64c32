import { expect, test } from "vitest";
import { openEndpoints } from "./open-endpoints.ts";

const expression = (key: string, operator: string, ...values: readonly string[]): object =>
  values.length === 0 ? { key, operator } : { key, operator, values };
const item = (...expressions: readonly object[]): object => ({ matchExpressions: expressions });

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ["nothing selected", [], [item()]],
  ["everything", [{}], []],
  ["everything, among others", [{ matchLabels: { a: "b" } }, {}], []],
  ["one that takes nothing", [item(expression("a", "Equals", "b"))], [item()]],
  ["one label", [{ matchLabels: { a: "b" } }], [item(expression("a", "NotIn", "b"))]],
  [
    "two labels together",
    [{ matchLabels: { a: "b", c: "d" } }],
    [item(expression("a", "NotIn", "b")), item(expression("c", "NotIn", "d"))],
  ],
  [
    "each of two",
    [{ matchLabels: { a: "b" } }, { matchLabels: { c: "d" } }],
    [item(expression("a", "NotIn", "b"), expression("c", "NotIn", "d"))],
  ],
  ["all of them in two halves", [item(expression("a", "Exists")), item(expression("a", "DoesNotExist"))], []],
  ["all of them in two other halves", [item(expression("a", "In", "b")), item(expression("a", "NotIn", "b"))], []],
])("$0: open $2", (_, selectors, open) => {
  expect(openEndpoints(selectors)).toEqual(open);
});

test("what nobody can follow counts as open to all", () => {
  const wide = Array.from({ length: 8 }, (_, index) => ({ matchLabels: { [`a${index}`]: "b", [`c${index}`]: "d" } }));
  expect(openEndpoints(wide)).toEqual([{}]);
});
