import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { seldonModels } from "./seldon-models.ts";

test("the committed files are exactly the files that codegen writes", () => {
  const folder = join(import.meta.dirname, "../models/seldon/2.9/kinds");
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const committed = entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(folder, path), readFileSync(path, "utf8")] as const;
  });
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(seldonModels()));
});
