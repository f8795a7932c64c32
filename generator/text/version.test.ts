import { expect, test } from "vitest";
import { compareVersions, parseVersion } from "./version.ts";

test.for([
  ["0.1.0", [0, 1, 0]],
  ["v12.0.3", [12, 0, 3]],
  ["1.2.3-rc.1", [1, 2, 3]],
  ["1.2", undefined],
  ["1.2.3.4", undefined],
  ["latest", undefined],
  ["", undefined],
] as const)("%s is read as %o", ([text, version]) => {
  expect(parseVersion(text)).toEqual(version);
});

test("versions are compared as numbers", () => {
  const sorted = ["0.10.0", "0.9.12", "1.0.0", "0.9.2"]
    .flatMap((text) => [parseVersion(text) ?? []])
    .map(([major = 0, minor = 0, patch = 0]) => [major, minor, patch] as const)
    .sort(compareVersions);
  expect(sorted.map((version) => version.join("."))).toEqual(["0.9.2", "0.9.12", "0.10.0", "1.0.0"]);
});
