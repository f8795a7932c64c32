import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { treeOf } from "../testing/sandbox.ts";

const repository = join(import.meta.dirname, "../..");

/**
 * Outside of a checkout, npx without --no-install would install and run a foreign package of this name. A bare --no does not
 * prevent that: npx 11 uses the next word as its value, and a following --help or -C as its own option.
 */
test("every npx command in this repository has --no-install", () => {
  const folders = readdirSync(repository, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["node_modules", ".git", ".stryker-tmp"].includes(entry.name))
    .flatMap(({ name }) => [...treeOf(repository, name)]);
  const files = readdirSync(repository, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }): [string, string] => [name, readFileSync(join(repository, name), "utf8")]);
  expect(folders.length).toBeGreaterThan(500);
  const own = [...folders, ...files].filter(([file]) => !file.includes("/node_modules/"));
  const calls = own.flatMap(([file, text]) =>
    [...text.matchAll(/\bnpx((?: -\S+)*) tenantry\b/g)].map(([call, options]) => ({ file, call, options })),
  );
  expect(calls.length).toBeGreaterThan(100);
  expect(calls.filter(({ options }) => options !== " --no-install")).toEqual([]);
});
