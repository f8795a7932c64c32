import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { packageArchive } from "../testing/archive.ts";
import { type CommandOutput, findings, tenantry } from "../testing/command-line.ts";
import { commitAll, git, initialised } from "../testing/git.ts";
import { emptyFolder, treeOf, write } from "../testing/sandbox.ts";
import { valueAt } from "../validate/merge.ts";

const facts = ["--github", "acme/ml-platform", "--contact", "ml@acme.test", "--package", "npm:@acme/tenantry@0.2.0"];

const init = (root: string, ...args: readonly string[]): Promise<CommandOutput> => tenantry(root, ["init", ...args]);

test("a new repository passes check, contains no tenant, and warns of each placeholder", async () => {
  const root = emptyFolder();
  const result = await init(root, "ml", ...facts, "--cluster", "lab", "live");
  expect([result.code, result.err]).toEqual([0, ""]);
  const made = join(root, "ml");
  expect(readdirSync(root)).toEqual(["ml"]);
  expect((await tenantry(made, ["check", "--drift"])).code).toBe(0);
  const addresses = ["15:16", "16:20", "17:17", "18:30"].map((at) => at.split(":")[1]);
  expect((await findings(made)).map((finding) => finding.replace(/:\d+:/, ":"))).toEqual(
    ["lab", "live"].flatMap((cluster) =>
      addresses.map((column) => `clusters/${cluster}/cluster.yaml:${column} platform/placeholder-address`),
    ),
  );
  expect(readdirSync(join(made, "tenants"))).toEqual(["README.md"]);
  expect(result.out).toContain("8 addresses are placeholders");
});

test("the answers are in the files, and nothing of the sample is", async () => {
  const root = emptyFolder();
  await init(root, "ml", ...facts, "--team", "Models: all", "--branch", "trunk", "--cluster", "lab", "live");
  const files = treeOf(join(root, "ml"));
  const platform: unknown = parse(files.get("platform/platform.yaml") ?? "");
  expect(valueAt(platform, ["spec", "owner"])).toEqual({
    team: "Models: all",
    contact: "ml@acme.test",
    github: "acme/ml-platform",
  });
  expect(valueAt(platform, ["spec", "repository"])).toEqual({
    url: "https://github.com/acme/ml.git",
    revision: "refs/heads/trunk",
  });
  expect(valueAt(parse(files.get("clusters/live/cluster.yaml") ?? ""), ["spec", "order"])).toBe(20);
  expect(JSON.parse(files.get("package.json") ?? "")).toMatchObject({
    name: "ml",
    dependencies: { tenantry: "npm:@acme/tenantry@0.2.0" },
  });
  expect(files.get(".github/workflows/main.yaml")).toContain('branches: ["trunk"]');
  const own = [...files].filter(([file]) => !file.startsWith("clusters/") || file.endsWith("/cluster.yaml"));
  expect(own.length).toBeGreaterThan(20);
  expect(own.filter(([, text]) => /churn|fraud|minio|staging\b/.test(text)).map(([file]) => file)).toEqual([]);
});

test("the first line of each input file names the schema of the package", async () => {
  const root = emptyFolder();
  await init(root, "ml", ...facts);
  const first = (file: string): string => readFileSync(join(root, "ml", file), "utf8").split("\n")[0] ?? "";
  const schema = (path: string): string =>
    `# yaml-language-server: $schema=${path}node_modules/tenantry/generator/schemas/`;
  expect(first("platform/platform.yaml")).toBe(`${schema("../")}platform.schema.json`);
  expect(first("clusters/production/cluster.yaml")).toBe(`${schema("../../")}cluster.schema.json`);
});

test("in a terminal, init prompts for every value, and repeats a question after an invalid answer", async () => {
  const root = emptyFolder();
  const typed = ["acme", "acme/ml", "", "ml@acme.test", "", "", "", "1.34", "", "eu us"];
  const asked: string[] = [];
  const result = await tenantry(
    root,
    ["init", "ml", "--package", "npm:@acme/tenantry@0.2.0"],
    undefined,
    async (question) => {
      asked.push(question);
      return typed[asked.length - 1] ?? "";
    },
  );
  expect(result.code).toBe(0);
  expect(result.err).toContain("organisation/team");
  expect(asked).toHaveLength(typed.length);
  expect(asked.at(-4)).toBe("Main branch [main]: ");
  expect(readdirSync(join(root, "ml/clusters")).sort()).toEqual(["eu", "us"]);
});

test("with a hub and versions, the clusters are registered by name in one Argo CD", async () => {
  const root = emptyFolder();
  const flags = ["--hub", "main", "--kubernetes", "1.33", "--argo-cd", "3.4", "--cluster", "paris", "tokyo"];
  expect((await init(root, "ml", ...facts, ...flags)).code).toBe(0);
  const files = treeOf(join(root, "ml"));
  const spec = valueAt(parse(files.get("clusters/tokyo/cluster.yaml") ?? ""), ["spec"]);
  expect(spec).toMatchObject({
    argoCD: { hub: "main", destination: { name: "tokyo" } },
    kubernetes: { version: "1.33" },
  });
  expect(valueAt(parse(files.get("platform/platform.yaml") ?? ""), ["spec", "hubs"])).toEqual({
    main: { version: "3.4" },
  });
  expect(files.has("platform/hubs/main/README.md")).toBe(true);
});

test("init creates its repository in an empty git repository", async () => {
  const root = emptyFolder();
  git(root, "init", "--quiet");
  expect((await init(root, ".", ...facts, "--name", "ml")).code).toBe(0);
  expect(existsSync(join(root, "platform/platform.yaml"))).toBe(true);
  expect(git(root, "status", "--porcelain", "--ignored")).not.toContain(".tenantry");
});

test("a tarball becomes a file of the repository", async () => {
  const root = emptyFolder();
  writeFileSync(join(root, "tenantry-0.2.0.tgz"), packageArchive());
  await init(root, "ml", ...facts.slice(0, 4), "--package", "tenantry-0.2.0.tgz");
  const made = join(root, "ml");
  expect(readFileSync(join(made, "vendor/tenantry-0.2.0.tgz"))).toEqual(packageArchive());
  expect(JSON.parse(readFileSync(join(made, "package.json"), "utf8"))).toHaveProperty(
    "dependencies.tenantry",
    "file:vendor/tenantry-0.2.0.tgz",
  );
});

test("--from sample creates the sample, and remove-sample removes it", async () => {
  const root = emptyFolder();
  expect((await init(root, "play", "--from", "sample", "--package", "npm:@acme/tenantry@0.2.0")).code).toBe(0);
  const made = initialised(join(root, "play"));
  expect((await tenantry(made, ["check", "--drift"])).code).toBe(0);
  expect(readdirSync(join(made, "tenants")).length).toBeGreaterThan(2);
  expect(await tenantry(made, ["remove-sample"])).toMatchObject({ code: 0 });
  expect([...treeOf(made).keys()].filter((file) => /churn|fraud|staging/.test(file))).toEqual([]);
  commitAll(made, "Without the sample");
  expect((await tenantry(made, ["check", "--drift"])).code).toBe(0);
});

test("in a folder of another repository, the files carry the path of the folder, and GitHub's files are below the root", async () => {
  const root = emptyFolder();
  write(root, "README.md", "# Everything\n");
  write(root, ".github/CODEOWNERS", "* @acme/all\n");
  initialised(root);
  const result = await init(root, "deploy/ml", ...facts, "--cluster", "lab");
  expect([result.code, result.err]).toEqual([0, ""]);
  const files = treeOf(root);
  const platform: unknown = parse(files.get("deploy/ml/platform/platform.yaml") ?? "");
  expect(valueAt(platform, ["spec", "repository", "path"])).toBe("deploy/ml");
  expect(files.get("deploy/ml/clusters/lab/bootstrap/application-roots.platform.yaml")).toContain(
    "path: deploy/ml/clusters/lab/applications/platform",
  );
  expect(files.get(".github/workflows/tenantry-pull-request.yaml")).toContain("FOLDER: deploy/ml");
  expect([...files.keys()].filter((file) => /^deploy\/ml\/[.]github\/(workflows|actions)/.test(file))).toEqual([]);
  expect(files.get(".github/CODEOWNERS")).toMatch(/^\* @acme\/all\n[\s\S]*# BEGIN Tenantry deploy\/ml\n[\s\S]*# END/);
  expect((await tenantry(join(root, "deploy/ml"), ["check", "--drift"])).code).toBe(0);
});

test("in a folder of another repository, existing workflows are not replaced", async () => {
  const root = emptyFolder();
  write(root, ".github/workflows/tenantry-main.yaml", "name: mine\n");
  initialised(root);
  expect(await init(root, "deploy/ml", ...facts)).toMatchObject({
    code: 2,
    err: expect.stringContaining(".github/workflows/tenantry-main.yaml already exists"),
  });
  expect([...treeOf(root).keys()].filter((file) => file.startsWith("deploy"))).toEqual([]);
});

describe("bad input: one line, and nothing is written", () => {
  test.for([
    ["a folder with files", ["full", ...facts], "full is not empty: it contains a.txt"],
    ["no package", ["ml", ...facts.slice(0, 4)], "missing --package"],
    ["a missing package", ["ml", ...facts.slice(0, 4), "--package", "./none.tgz"], "./none.tgz: it does not exist"],
    ["a version in the public registry", ["ml", ...facts.slice(0, 4), "--package", "0.2.0"], "invalid package 0.2.0"],
    ["a folder of git", [".git/ml", ...facts], ".git/ml is in a .git folder"],
    ["a name that is too long", ["x".repeat(300), ...facts], "the name is too long for this file system"],
    ["the same cluster twice", ["ml", ...facts, "--cluster", "lab", "lab"], "--cluster lab lab: duplicate cluster lab"],
    ["a cluster whose name cannot be a key", ["ml", ...facts, "--cluster", "constructor"], "this word is not allowed"],
    ["a file in the place of the folder", ["full/a.txt", ...facts], "a.txt is not a folder"],
    ["a folder below a file", ["full/a.txt/ml", ...facts], "cannot write to"],
    ["a qualified branch", ["ml", ...facts, "--branch", "refs/heads/main"], "--branch refs/heads/main:"],
    ["a range of versions", ["ml", ...facts.slice(0, 4), "--package", "^0.2.0"], "invalid package ^0.2.0"],
    ["no team and no terminal", ["ml", "--package", "npm:@acme/tenantry@0.2.0"], "missing --github"],
    ["an invalid team", ["ml", ...facts, "--github", "acme"], "--github acme:"],
    [
      "an invalid URL",
      ["ml", ...facts, "--repository", "git@github.com:acme/ml"],
      "--repository git@github.com:acme/ml:",
    ],
    ["an invalid cluster", ["ml", ...facts, "--cluster", "../up"], "--cluster ../up:"],
    ["an invalid name", ["Ml_Platform", ...facts], "missing --name (Ml_Platform: a name contains only"],
    ["a branch that leaves its folder", ["ml", ...facts, "--branch", "a/../b"], "--branch a/../b:"],
    [
      "an unknown example",
      ["ml", "--from", "simple", "--package", "npm:@acme/tenantry@0.2.0"],
      "unknown example simple",
    ],
    ["the sample with an own name", ["ml", "--from", "sample", ...facts], "--from cannot be combined with --github"],
  ] as const)("%s", async ([, args, message]) => {
    const root = emptyFolder();
    mkdirSync(join(root, "full"));
    write(root, "full/a.txt", "mine");
    const result = await init(root, ...args);
    expect(result).toMatchObject({ code: 2, out: "", err: expect.stringContaining(message) });
    expect([...treeOf(root)]).toEqual([["full/a.txt", "mine"]]);
  });

  test.for([
    ["a link to itself", ["loop", ...facts], "loop: its symbolic links form a loop"],
    ["a folder below a link to itself", ["loop/ml", ...facts], "loop/ml: its symbolic links form a loop"],
    ["a link to a missing folder", ["dangling", ...facts], "dangling is a symbolic link to a path that does not exist"],
    ["a folder below such a link", ["dangling/ml", ...facts], "dangling is a symbolic link to"],
  ] as const)("%s", async ([, args, message]) => {
    const root = emptyFolder();
    symlinkSync("loop", join(root, "loop"));
    symlinkSync("missing", join(root, "dangling"));
    expect(await init(root, ...args)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(message) });
    expect(readdirSync(root).sort()).toEqual(["dangling", "loop"]);
  });
});
