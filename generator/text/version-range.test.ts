import { expect, test } from "vitest";
import { fulfils } from "./version-range.ts";

test.each([
  ["1.35.4", ">= 1.22.0-0", true],
  ["1.21.9", ">= 1.22.0-0", false],
  ["1.35.0", ">=1.30.0-0 <1.36.0-0", true],
  ["1.36.0", ">=1.30.0-0, <1.36.0-0", false],
  ["1.29.1", ">1.30 || <=1.29.1", true],
  ["1.30.0", ">1.30 || <=1.29", false],
  ["1.35.4", "^1.25", true],
  ["2.0.0", "^1.25", false],
  ["1.35.4", "~1.35.2", true],
  ["1.36.0", "~1.35.2", false],
  ["1.36.0", "~1", true],
  ["1.35.4", "1.35", true],
  ["1.35.4", "=v1.36", false],
  ["1.35.4", "1.36.x", true],
  ["1.35.4", "", true],
])("%s and %s: %s", (version, constraint, expected) => {
  expect(fulfils(version, constraint)).toBe(expected);
});
