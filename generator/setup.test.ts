import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  /** Whether the entry is a workspace of this repository. */
  readonly link?: boolean;
}

const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(join(root, "package-lock.json"), "utf8"),
);
const packages = Object.entries(lock.packages).filter(
  ([path, { link }]) => path.startsWith("node_modules/") && link !== true,
);

test("the lock file has a hash for every package, and no package has an install script", () => {
  expect(packages.length).toBeGreaterThan(200);
  for (const [path, { integrity, hasInstallScript }] of packages)
    expect([path, integrity, hasInstallScript]).toEqual([path, expect.stringMatching(/^sha512-/), undefined]);
});

test("the lock file contains the Node.js that runs this, in one version for all systems", () => {
  const nodes = packages.filter(([path]) => /^node_modules\/node-(linux|win|darwin|bin-darwin)-/.test(path));
  const versions = new Set(nodes.map(([, { version }]) => version));
  expect([nodes.length, versions.size]).toEqual([3, 1]);
  const [version = ""] = versions;
  // Without a pinned package for this system, it is the Node.js that ran setup.mjs.
  if (!nodes.some(([path]) => path.endsWith(`-${process.platform}-${process.arch}`))) return;
  const message = execFileSync(join(root, "node_modules/.bin/node"), ["--version"], { encoding: "utf8" });
  expect(message).toBe(`v${version}\n`);
});
