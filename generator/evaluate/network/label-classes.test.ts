import { expect, test } from "vitest";
import { classOf, labelClasses, termsOf } from "./label-classes.ts";
import { selects } from "./selector.ts";

const web = { matchLabels: { app: "web" } };
const tiers = { matchExpressions: [{ key: "tier", operator: "In", values: ["front", "back"] }] };

test("one pod for each class that selectors tell apart", () => {
  expect(labelClasses(termsOf([]))).toEqual([{}]);
  expect(labelClasses(termsOf([{}, web]))).toEqual([{}, { app: "web" }, { app: "other" }]);
  expect(labelClasses(termsOf([web, tiers]))).toHaveLength(12);
  expect(labelClasses(termsOf([web, tiers]))).toContainEqual({ app: "other", tier: "front" });
});

test("a value that is already called other", () => {
  const named = { matchLabels: { app: "other" } };
  const classes = labelClasses(termsOf([named])) ?? [];
  expect(classes.map((labels) => selects(named, labels))).toEqual([false, true, false]);
});

test("labels of one class are selected alike", () => {
  const terms = termsOf([web, tiers]);
  expect(classOf(terms, { app: "x", more: "y" })).toBe(classOf(terms, { app: "z" }));
  expect(classOf(terms, { app: "x" })).not.toBe(classOf(terms, {}));
  expect(classOf(terms, { app: "web" })).not.toBe(classOf(terms, { app: "x" }));
});

test("more than anybody writes is not enumerated", () => {
  const wide = Array.from({ length: 10 }, (_, index) => ({ matchLabels: { [`a${index}`]: "b" } }));
  expect(labelClasses(termsOf(wide))).toBeUndefined();
});
