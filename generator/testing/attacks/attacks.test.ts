import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { tenantry } from "../command-line.ts";
import { initialised } from "../git.ts";
import { repositoryWith, tenantWith } from "../proposals.ts";
import { copiesOf, treeOf } from "../sandbox.ts";
import { hostileRepositories } from "./hostile-repositories.ts";

const merged = copiesOf(async () => {
  const root = repositoryWith(tenantWith("churn", "clusters: { alpha: {} }\n"));
  expect((await tenantry(root, ["build"])).code).toBe(0);
  return initialised(root);
});

test.each(hostileRepositories)("$name: $message", async ({ files, argv, code, message }) => {
  const root = await merged();
  const beside = join(root, "../../victim.txt");
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  const before = treeOf(root);
  const done = await tenantry(root, argv);
  expect([done.code, done.out + done.err]).toEqual([code, expect.stringMatching(message)]);
  expect(done.out + done.err).not.toMatch(/^\s+at .*[.]ts:\d+/m);
  // Whatever was refused was not half done.
  expect(treeOf(root)).toEqual(before);
  expect(existsSync(beside)).toBe(false);
});
