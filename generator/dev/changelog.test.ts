import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownVersion } from "../tools/own-version.ts";

test("the changelog begins with the version of the package", () => {
  const text = readFileSync(join(import.meta.dirname, "../../CHANGELOG.md"), "utf8");
  expect(/^## (\S+)$/m.exec(text)?.[1]).toBe(ownVersion());
});
