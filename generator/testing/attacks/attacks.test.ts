import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { tenantry } from "../command-line.ts";
import { initialised } from "../git.ts";
import { repositoryWith, tenantWith } from "../proposals.ts";
import { cachedCopies, treeOf } from "../sandbox.ts";
import { hostileRepositories } from "./hostile-repositories.ts";

const merged = cachedCopies(async () => {
  const root = repositoryWith(tenantWith("churn", "clusters: { alpha: {} }\n"));
  expect((await tenantry(root, ["build"])).code).toBe(0);
  return initialised(root);
});

test.each(hostileRepositories)("$name: $message", async ({ files, argv, code, message }) => {
  const root = await merged();
  const victim = join(root, "../../victim.txt");
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  const before = treeOf(root);
  const result = await tenantry(root, argv);
  expect([result.code, result.out + result.err]).toEqual([code, expect.stringMatching(message)]);
  expect(result.out + result.err).not.toMatch(/^\s+at .*[.]ts:\d+/m);
  // A rejected command changes nothing.
  expect(treeOf(root)).toEqual(before);
  expect(existsSync(victim)).toBe(false);
});
