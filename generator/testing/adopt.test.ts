import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adopt, corruptFiles } from "./adopt.ts";
import { findings, tenantry } from "./command-line.ts";
import { sampleCopy, treeOf } from "./sandbox.ts";

function adopted(): string {
  const root = sampleCopy();
  adopt(root);
  return root;
}

test("adoption changes every file of the sample, and every name, address and version", () => {
  const after = treeOf(adopted());
  expect(after.size).toBeGreaterThan(10);
  for (const [file, text] of treeOf(sampleCopy())) expect(after.get(file), file).not.toBe(text);
  const all = [...after].flat().join("\n");
  const words = [
    "acme",
    "churn",
    "fraud",
    "recommendation",
    "production",
    "staging",
    "minio",
    "1.34.4",
    "10.42.",
    "main",
  ];
  for (const word of words) expect(all).not.toMatch(new RegExp(`(?<![a-z])${word.replaceAll(".", "[.]")}`));
});

test("an adopted repository builds without findings", async () => {
  const root = adopted();
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  expect(await tenantry(root, ["check"])).toMatchObject({ code: 0 });
  expect(await findings(root)).toEqual([]);
});

test("a platform without tenants builds without findings", async () => {
  const root = adopted();
  rmSync(join(root, "tenants"), { recursive: true });
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  expect(await tenantry(root, ["check"])).toMatchObject({ code: 0 });
  expect(await findings(root)).toEqual([]);
});

test("a replaced sample makes every file invalid", async () => {
  const root = adopted();
  const before = treeOf(root);
  corruptFiles(root);
  for (const [file, text] of treeOf(root)) expect(text === before.get(file)).toBe(file === "README.md");
  expect((await tenantry(root, ["check"])).code).toBe(1);
});
