import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { seldonModels } from "./seldon-models.ts";
import { strimziModels } from "./strimzi-models.ts";

test.each([
  { folder: "models/seldon/2.9/kinds", files: seldonModels() },
  { folder: "models/strimzi/1.2", files: strimziModels() },
])("the committed files of $folder are exactly the files that codegen writes", ({ folder, files }) => {
  const target = join(import.meta.dirname, "..", folder);
  const entries = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const committed = entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(target, path), readFileSync(path, "utf8")] as const;
  });
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(files));
});
