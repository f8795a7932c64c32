import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { treeOf } from "../testing/sandbox.ts";

const repository = join(import.meta.dirname, "../..");

/**
 * Outside of a checkout npx would install and run what a stranger has published under this name, but for --no-install. A bare
 * --no is no way to say that: npx 11 takes the word after it for its value, and --help or -C after that for its own.
 */
test("whoever copies a command of this repository never runs a stranger's package", () => {
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
