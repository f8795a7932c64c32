import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { treeOf } from "../testing/sandbox.ts";

const folders = readdirSync(import.meta.dirname).filter((name) => existsSync(join(import.meta.dirname, name, "tenants")));

/** Each folder with tenants is a whole repository with what was built from it, named after what it shows. */
test.each(folders)("%s is what its inputs give", async (name) => {
  const root = join(import.meta.dirname, name);
  const rendered = [...treeOf(root).keys()].filter((file) => file.includes("/rendered/"));
  expect(rendered.length).toBeGreaterThan(30);
  const { code, out, err } = await tenantry(root, ["check", "--drift"]);
  expect(code, `${out}${err}\nGIT_CEILING_DIRECTORIES=$PWD/generator/golden npx --no-install tenantry -C generator/golden/${name} build, and read the difference`).toBe(0);
});
