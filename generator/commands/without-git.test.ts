import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { initialised } from "../testing/git.ts";
import { emptyFolder, sandbox, treeOf } from "../testing/sandbox.ts";

afterEach(() => vi.unstubAllEnvs());

const facts = ["--github", "acme/ml", "--contact", "ml@acme.test", "--package", "npm:@acme/tenantry@0.2.0"];

test.each([
  { argv: ["diff"] },
  { argv: ["guard", "--team", "acme/retention"] },
  { argv: ["upgrade"] },
  { argv: ["init", "ml", ...facts] },
])("$argv.0 in a clone, without git on PATH: the error names git, and nothing is written", async ({ argv }) => {
  const root = sandbox("all");
  initialised(root);
  const before = treeOf(root);
  vi.stubEnv("PATH", emptyFolder());
  expect(await tenantry(root, argv)).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/missing program git: .*\n {2}Install git/),
  });
  expect(treeOf(root)).toEqual(before);
});

test("init in a folder with a space: the printed command has the folder as one word", async () => {
  const root = emptyFolder();
  const { code, out } = await tenantry(root, [
    "init",
    "our ml's",
    ...facts,
    "--name",
    "ml",
    "--repository",
    "https://github.com/acme/ml.git",
  ]);
  expect(code).toBe(0);
  expect(out).toContain(`1. cd 'our ml'\\''s', then npm install`);
  expect(treeOf(join(root, "our ml's")).size).toBeGreaterThan(10);
});
