import { expect, test } from "vitest";
import { selects } from "../../validate/label-selector.ts";
import { classOf, labelClasses, termsOf } from "./label-classes.ts";

const web = { matchLabels: { app: "web" } };
const tiers = { matchExpressions: [{ key: "tier", operator: "In", values: ["front", "back"] }] };

test("returns labels for each class that the selectors distinguish", () => {
  expect(labelClasses(termsOf([]))).toEqual([{}]);
  expect(labelClasses(termsOf([{}, web]))).toEqual([{}, { app: "web" }, { app: "other" }]);
  expect(labelClasses(termsOf([web, tiers]))).toHaveLength(12);
  expect(labelClasses(termsOf([web, tiers]))).toContainEqual({ app: "other", tier: "front" });
});

test("a selector that names the value other gets another placeholder", () => {
  const named = { matchLabels: { app: "other" } };
  const classes = labelClasses(termsOf([named])) ?? [];
  expect(classes.map((labels) => selects(named, labels))).toEqual([false, true, false]);
});

test("labels that the selectors treat alike are in one class", () => {
  const terms = termsOf([web, tiers]);
  expect(classOf(terms, { app: "x", more: "y" })).toBe(classOf(terms, { app: "z" }));
  expect(classOf(terms, { app: "x" })).not.toBe(classOf(terms, {}));
  expect(classOf(terms, { app: "web" })).not.toBe(classOf(terms, { app: "x" }));
});

test("too many classes are not enumerated", () => {
  const wide = Array.from({ length: 10 }, (_, index) => ({ matchLabels: { [`a${index}`]: "b" } }));
  expect(labelClasses(termsOf(wide))).toBeUndefined();
});
