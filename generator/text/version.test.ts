import { expect, test } from "vitest";
import { isAtLeast, isFullVersion, isVersionOf, minorOf, namesPatch, newestFirst } from "./version.ts";

test("versions are sorted by number, newest first", () => {
  expect(["v1.9.0", "v1.34.9", "v1.34.10", "v1.34", "v2.0.0"].sort(newestFirst)).toEqual([
    "v2.0.0",
    "v1.34.10",
    "v1.34.9",
    "v1.34",
    "v1.9.0",
  ]);
});

test.each([
  { version: "1.34.4", minor: "1.34", patch: true },
  { version: "1.34", minor: "1.34", patch: false },
  { version: "v3.10.0", minor: "3.10", patch: true },
])("$version: minor $minor, names a patch $patch", ({ version, minor, patch }) => {
  expect([minorOf(version), namesPatch(version)]).toEqual([minor, patch]);
});

test.each([
  { version: "3.3.0", minimum: "3.3", found: true },
  { version: "3.10", minimum: "3.3", found: true },
  { version: "3.2.11", minimum: "3.3", found: false },
  { version: "4.0.0", minimum: "3.3", found: true },
])("$version is at least $minimum: $found", ({ version, minimum, found }) => {
  expect(isAtLeast(version, minimum)).toBe(found);
});

test("1.3 and 1.30 are different minors", () => {
  expect(isVersionOf("1.3.0", "1.30")).toBe(false);
  expect(isVersionOf("v1.30.14", "1.30")).toBe(true);
});

test.for([
  ["0.1.0", true],
  ["v12.0.3", true],
  ["1.2", false],
  ["1.2.3.4", false],
  ["1.2.3-rc.1", false],
  ["latest", false],
] as const)("%s is a full version: %o", ([text, full]) => {
  expect(isFullVersion(text)).toBe(full);
});
