import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shareOf } from "../testing/sampling.ts";
import { emptyFolder, treeOf, write } from "../testing/sandbox.ts";
import { type ProgramResult, run } from "../tools/run.ts";

const root = join(import.meta.dirname, "../..");
const manifest: { readonly version: string; readonly engines: { readonly node: string } } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const oldest = `${manifest.engines.node.replace(">=", "")}.0`;

/** An installed package, below a path with a space. */
const installed = mkdtempSync(join(tmpdir(), "tenantry package "));
afterAll(() => rmSync(installed, { recursive: true, force: true }));

beforeAll(async () => {
  const checkout = join(installed, "checkout");
  for (const file of readdirSync(root).filter((name) => /[.](json|md|npmrc)$|^LICENSE$/.test(name)))
    cpSync(join(root, file), join(checkout, file));
  cpSync(join(root, "generator"), join(checkout, "generator"), {
    recursive: true,
    filter: (path) => !["golden", "oracles", "testing"].includes(basename(path)),
  });
  cpSync(join(root, ".github"), join(checkout, ".github"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  write(checkout, "generator/docs/draft.txt", "a file that is not committed");
  await npm(checkout, "pack", "--pack-destination", installed);
  await npm(installed, "install", "--omit=dev", "--ignore-scripts", `./tenantry-${manifest.version}.tgz`);
}, 300_000);

test("the package contains the compiled program without its tests, and installs less than 60 MB", () => {
  const files = readdirSync(join(installed, "node_modules"), { recursive: true, encoding: "utf8" });
  const own = files.filter((file) => file.startsWith("tenantry/"));
  expect(own).toEqual(expect.arrayContaining(["dist/cli.js", "README.md"].map((file) => join("tenantry", file))));
  expect(own.filter((file) => /[.]ts$|[.]test[.]|(^|[/])(dev|testing|codegen)[/]|draft/.test(file))).toEqual([]);
  expect(files.filter((file) => /(^|[/])kubernetes-models([/]|$)|^node-(linux|win)/.test(file))).toEqual([]);
  const sizes = files.map((file) => statSync(join(installed, "node_modules", file)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000_000);
});

/** The Node.js of this checkout, and with TENANTRY_TRY=all also the oldest supported one. */
const versions = shareOf([process.version, `v${oldest}`], 2);

test.each(versions)("Node.js %s runs the package, generates the same files, and warns of nothing", async (version) => {
  const node = version === process.version ? process.execPath : await installedNode(oldest);
  const tenantry = (...args: readonly string[]): Promise<ProgramResult> =>
    run(node, [join(installed, "node_modules/.bin/tenantry"), ...args], { cwd: platform });
  const platform = emptyFolder();
  cpSync(join(root, "generator/golden/four-patterns"), platform, { recursive: true });
  const before = treeOf(join(installed, "node_modules/tenantry"));
  expect(await tenantry("--version")).toMatchObject({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  for (const file of readdirSync(join(platform, "clusters")))
    rmSync(join(platform, "clusters", file, "rendered"), { recursive: true, force: true });
  expect(await tenantry("build")).toMatchObject({ code: 0 });
  expect(await tenantry("check", "--drift", "--no-cache")).toMatchObject({ code: 0, stderr: "" });
  expect(treeOf(platform)).toEqual(treeOf(join(root, "generator/golden/four-patterns")));
  // The first run generates the schemas that lint uses.
  await tenantry("lint", "clusters/standard/rendered");
  for (const args of [["lint", "clusters/standard/rendered"], ["explain", "network/bad-cidr"], ["capacity"]])
    expect(await tenantry(...args)).toMatchObject({ code: 0, stderr: "" });
  expect(treeOf(join(installed, "node_modules/tenantry"))).toEqual(before);
});

test("an older Node.js than the required one gets one line, and exit code 2", async () => {
  const folder = emptyFolder();
  write(folder, "package.json", '{ "type": "module", "engines": { "node": ">=99.12" } }');
  cpSync(join(root, "generator/tenantry.mjs"), join(folder, "generator/tenantry.mjs"));
  expect(await run(process.execPath, [join(folder, "generator/tenantry.mjs"), "build"])).toMatchObject({
    code: 2,
    stdout: "",
    stderr: `tenantry: Node.js ${process.version} is too old. Install Node.js 99.12 or later (https://nodejs.org), and run the command again.\n`,
  });
});

async function npm(cwd: string, ...args: readonly string[]): Promise<void> {
  const done = await run("npm", [...args, "--prefer-offline", "--no-audit", "--no-fund"], { cwd });
  if (done.code !== 0) throw new Error(done.stderr);
}

async function installedNode(version: string): Promise<string> {
  const folder = emptyFolder("oldest-node");
  const name = `node-${process.platform}-${process.arch}`;
  await npm(folder, "install", "--ignore-scripts", "--prefix", folder, `${name}@${version}`);
  return join(folder, "node_modules/.bin/node");
}

test("every link in the pages of the package leads to a file of the package", () => {
  const folder = join(installed, "node_modules/tenantry");
  const pages = [...treeOf(folder)].filter(([file]) => file.endsWith(".md"));
  const links = pages.flatMap(([file, text]) =>
    [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, link = ""]) =>
      /^[a-z]+:/.test(link) ? [] : [join(dirname(file), link)],
    ),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
});
