import { expect, test } from "vitest";
import { unselectedPods } from "./unselected-pods.ts";

const expression = (key: string, operator: string, ...values: readonly string[]): object =>
  values.length === 0 ? { key, operator } : { key, operator, values };
const item = (...expressions: readonly object[]): object => ({ matchExpressions: expressions });

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ["no selector", [], [item()]],
  ["a selector of all pods", [{}], []],
  ["a selector of all pods, among others", [{ matchLabels: { a: "b" } }, {}], []],
  ["a selector that matches nothing", [item(expression("a", "Equals", "b"))], [item()]],
  ["one label", [{ matchLabels: { a: "b" } }], [item(expression("a", "NotIn", "b"))]],
  [
    "two labels in one selector",
    [{ matchLabels: { a: "b", c: "d" } }],
    [item(expression("a", "NotIn", "b")), item(expression("c", "NotIn", "d"))],
  ],
  [
    "two selectors with one label each",
    [{ matchLabels: { a: "b" } }, { matchLabels: { c: "d" } }],
    [item(expression("a", "NotIn", "b"), expression("c", "NotIn", "d"))],
  ],
  [
    "all pods, by Exists and DoesNotExist",
    [item(expression("a", "Exists")), item(expression("a", "DoesNotExist"))],
    [],
  ],
  ["all pods, by In and NotIn", [item(expression("a", "In", "b")), item(expression("a", "NotIn", "b"))], []],
])("$0: open $2", (_, selectors, open) => {
  expect(unselectedPods(selectors)).toEqual(open);
});

test("too many combinations count as all pods open", () => {
  const wide = Array.from({ length: 8 }, (_, index) => ({ matchLabels: { [`a${index}`]: "b", [`c${index}`]: "d" } }));
  expect(unselectedPods(wide)).toEqual([{}]);
});
