import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adopt, replaceSample } from "./adopt.ts";
import { findings, tenantry } from "./command-line.ts";
import { sampleCopy, treeOf } from "./sandbox.ts";

function adopted(): string {
  const root = sampleCopy();
  adopt(root);
  return root;
}

test("no file of the sample is left as it was, and no name, address or version of it", () => {
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

test("it builds, and nothing is found", async () => {
  const root = adopted();
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  expect(await tenantry(root, ["check"])).toMatchObject({ code: 0 });
  expect(await findings(root)).toEqual([]);
});

test("so does a platform that has no tenants yet", async () => {
  const root = adopted();
  rmSync(join(root, "tenants"), { recursive: true });
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  expect(await tenantry(root, ["check"])).toMatchObject({ code: 0 });
  expect(await findings(root)).toEqual([]);
});

test("spoilt, none of it can be read", async () => {
  const root = adopted();
  const before = treeOf(root);
  replaceSample(root);
  for (const [file, text] of treeOf(root)) expect(text === before.get(file)).toBe(file === "README.md");
  expect((await tenantry(root, ["check"])).code).toBe(1);
});
