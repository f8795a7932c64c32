import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { packageArchive } from "../testing/archive.ts";
import { type CommandOutput, findings, tenantry } from "../testing/command-line.ts";
import { commitAll, commitAtHead, git, initialised } from "../testing/git.ts";
import { cachedCopies, emptyFolder, tenantText, treeOf, write } from "../testing/sandbox.ts";
import { isFullVersion, newestFirst } from "../text/version.ts";
import { ownVersion } from "../tools/own-version.ts";

const repository = join(import.meta.dirname, "../..");
const own = ownVersion();

/** A folder with an npm that writes a lock file as npm does, without a registry. */
let bin = "";
beforeEach(() => {
  bin = join(emptyFolder(), "bin");
  mkdirSync(bin);
  npmThat(`
const { readFileSync, writeFileSync } = require("node:fs");
const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
const locked = { version: ${JSON.stringify(own)}, resolved: dependencies.tenantry };
writeFileSync("package-lock.json", JSON.stringify({ packages: { "node_modules/tenantry": locked } }));`);
});

function npmThat(script: string): void {
  writeFileSync(join(bin, "npm"), `#!${process.execPath}\n${script}\n`);
  chmodSync(join(bin, "npm"), 0o755);
}

/** A platform that pins an older version and was built with it, on main. */
const older = cachedCopies(async () => {
  const root = emptyFolder();
  const facts = ["--github", "acme/ml", "--contact", "ml@acme.test", "--package", "npm:@acme/tenantry@0.0.1"];
  await tenantry(root, ["init", "ml", ...facts]);
  const made = join(root, "ml");
  lock(made, "0.0.1");
  write(made, "tenants/alpha.yaml", tenantText("alpha"));
  await tenantry(made, ["build"]);
  return initialised(made);
});

function lock(root: string, version: string, resolved?: string): void {
  write(root, "package-lock.json", JSON.stringify({ packages: { "node_modules/tenantry": { version, resolved } } }));
}

const upgrade = (root: string, ...args: readonly string[]): Promise<CommandOutput> =>
  tenantry(root, ["upgrade", "--package", `npm:@acme/tenantry@${own}`, ...args], {
    ...process.env,
    CI: undefined,
    COLUMNS: "2000",
    PATH: `${bin}${delimiter}${process.env["PATH"]}`,
    GIT_AUTHOR_NAME: "Tester",
    GIT_CONFIG_GLOBAL: join(bin, "gitconfig"),
  });

beforeEach(() => {
  writeFileSync(
    join(bin, "gitconfig"),
    "[user]\n\tname = Tester\n\temail = tester@acme.test\n[commit]\n\tgpgsign = false\n",
  );
});

const subject = (root: string): string => git(root, "log", "--max-count=1", "--format=%s").trim();

test("an upgrade is one commit, with the new version, its lock file and the generated files", async () => {
  const root = await older();
  const before = commitAtHead(root);
  // A file that an earlier version generated.
  const stale = "clusters/production/rendered/tenants/alpha/guardrails/resourcequota-quota.yaml";
  const files = [...treeOf(root).keys()].filter((file) => /guardrails\/resourcequota-/.test(file));
  expect(files.length).toBeGreaterThan(0);
  const [file = stale] = files;
  write(root, file, readFileSync(join(root, file), "utf8").replace(/cpu: .*/, 'cpu: "1"'));
  commitAll(root, "As the earlier version generated it");
  const result = await upgrade(root);
  expect([result.code, result.err]).toEqual([0, ""]);
  expect(git(root, "rev-list", "--count", `${before}..HEAD`).trim()).toBe("2");
  expect(subject(root)).toBe(`Upgrade Tenantry from 0.0.1 to ${own}`);
  expect(git(root, "status", "--porcelain")).toBe("");
  expect(git(root, "diff", "--name-only", "HEAD~1").split("\n").filter(Boolean).sort()).toEqual(
    [file, "package-lock.json", "package.json"].sort(),
  );
  expect(result.out).toContain("ResourceQuota");
  expect((await tenantry(root, ["check", "--drift"])).code).toBe(0);
  expect(git(root, "worktree", "list").trim().split("\n")).toHaveLength(1);
});

test("another tool committed the new version: the upgrade begins with the version on main", async () => {
  const root = await older();
  git(root, "checkout", "--quiet", "-b", "renovate");
  write(root, "package.json", readFileSync(join(root, "package.json"), "utf8").replace("0.0.1", own));
  lock(root, own);
  commitAll(root, "Update tenantry");
  expect((await upgrade(root)).code).toBe(0);
  expect(subject(root)).toBe(`Upgrade Tenantry from 0.0.1 to ${own}`);
});

test("another tool committed the new version, and the build changes nothing: there is no commit", async () => {
  const root = await older();
  git(root, "checkout", "--quiet", "-b", "renovate");
  const spec = readFileSync(join(root, "package.json"), "utf8").replace("0.0.1", own);
  write(root, "package.json", spec);
  lock(root, own, `npm:@acme/tenantry@${own}`);
  commitAll(root, "Update tenantry");
  const before = commitAtHead(root);
  expect(await upgrade(root)).toMatchObject({ code: 0, out: expect.stringContaining("nothing changes") });
  expect(commitAtHead(root)).toBe(before);
});

test("a tarball becomes part of the commit, also if git ignores it, and replaces one of the same name", async () => {
  const root = await older();
  write(root, ".gitignore", `${readFileSync(join(root, ".gitignore"), "utf8")}*.tgz\n`);
  write(root, "vendor/tenantry.tgz", "the earlier package");
  commitAll(root, "Ignored");
  writeFileSync(join(bin, "tenantry.tgz"), packageArchive());
  expect((await upgrade(root, "--package", join(bin, "tenantry.tgz"))).code).toBe(0);
  expect(readFileSync(join(root, "vendor/tenantry.tgz"))).toEqual(packageArchive());
  expect(git(root, "ls-files", "vendor").trim()).toBe("vendor/tenantry.tgz");
  expect(JSON.parse(git(root, "show", "HEAD:package-lock.json"))).toHaveProperty(
    ["packages", "node_modules/tenantry", "version"],
    own,
  );
});

test("the new package may be an untracked file of the repository", async () => {
  const root = await older();
  writeFileSync(join(root, "tenantry-new.tgz"), packageArchive());
  expect(await upgrade(root, "--package", join(root, "tenantry-new.tgz"))).toMatchObject({ code: 0, err: "" });
  expect(readFileSync(join(root, "vendor/tenantry-new.tgz"))).toEqual(packageArchive());
  expect(git(root, "status", "--porcelain")).toBe("?? tenantry-new.tgz\n");
});

test("the result as JSON names both versions, the commit and the effects", async () => {
  const root = await older();
  const { out } = await upgrade(root, "--output", "json");
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    from: "0.0.1",
    to: own,
    migrations: [],
    commit: commitAtHead(root),
    difference: { risk: "none", changes: [] },
  });
});

test("workflows that differ from this version stay, and are listed", async () => {
  const root = await older();
  const file = ".github/workflows/nightly.yaml";
  write(root, file, `# Ours.\n${readFileSync(join(root, file), "utf8")}`);
  git(root, "rm", "--quiet", ".github/workflows/review.yaml");
  commitAll(root, "Our workflow");
  const { out } = await upgrade(root, "--output", "json");
  expect(JSON.parse(out)).toHaveProperty("otherWorkflows", [file]);
  expect(readFileSync(join(root, file), "utf8")).toMatch(/^# Ours/);
});

test("a repository with this version stays unchanged", async () => {
  const root = await older();
  lock(root, own);
  commitAll(root, "Upgraded");
  const before = commitAtHead(root);
  expect(await upgrade(root)).toMatchObject({ code: 0, out: expect.stringContaining("already") });
  expect(commitAtHead(root)).toBe(before);
});

describe("bad input: the repository stays unchanged", () => {
  test.for([
    ["an uncommitted change", (root: string) => write(root, "notes.txt", "x"), "uncommitted changes: notes.txt"],
    [
      "a newer version",
      (root: string) => {
        lock(root, "99.0.0");
        commitAll(root, "Newer");
      },
      "uses Tenantry 99.0.0, which is newer",
    ],
    [
      "no lock file",
      (root: string) => {
        git(root, "rm", "--quiet", "package-lock.json");
        commitAll(root, "Without a lock file");
      },
      "missing version of Tenantry",
    ],
    [
      "a link in the place of a file",
      (root: string) => {
        git(root, "rm", "--quiet", "package.json");
        symlinkSync("/dev/null", join(root, "package.json"));
        commitAll(root, "A link");
      },
      "package.json",
    ],
    [
      "an invalid package.json",
      (root: string) => {
        write(root, "package.json", "{");
        commitAll(root, "Broken");
      },
      "invalid package.json",
    ],
    [
      "a package of another version",
      () =>
        npmThat(
          `require("node:fs").writeFileSync("package-lock.json", '{"packages":{"node_modules/tenantry":{"version":"0.0.9"}}}')`,
        ),
      "npm locks Tenantry 0.0.9",
    ],
    ["npm fails", () => npmThat("console.error('npm error no registry'); process.exit(1)"), "npm error no registry"],
  ] as const)("%s", async ([, change, message]) => {
    const root = await older();
    change(root);
    const [before, files] = [commitAtHead(root), git(root, "status", "--porcelain")];
    expect(await upgrade(root)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(message) });
    expect([commitAtHead(root), git(root, "status", "--porcelain")]).toEqual([before, files]);
    expect(git(root, "worktree", "list").trim().split("\n")).toHaveLength(1);
  });

  test("an error in an input file", async () => {
    const root = await older();
    write(root, "tenants/alpha.yaml", tenantText("alpha", "  quota: { size: huge }\n"));
    commitAll(root, "Huge");
    const before = commitAtHead(root);
    expect(await upgrade(root)).toMatchObject({ code: 1, out: expect.stringContaining("Nothing was changed.") });
    expect(commitAtHead(root)).toBe(before);
  });

  test("outside of a git repository", async () => {
    expect(await upgrade(emptyFolder())).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not in a git repository"),
    });
  });
});

/** The newest tag of an earlier version. Undefined in a clone without tags, for example a shallow one. */
const [previous] = git(repository, "tag", "--list", "v*")
  .split("\n")
  .filter((tag) => isFullVersion(tag) && newestFirst(tag, own) > 0)
  .sort(newestFirst);

describe.skipIf(previous === undefined)(
  `rehearsal: an adopter's platform of ${previous ?? "an earlier tag, which this clone lacks"}`,
  () => {
    /** The previous version as an adopter used it: its own tenants, clusters and names, built by that version. */
    const adopted = cachedCopies(async () => {
      const root = emptyFolder();
      const archive = execFileSync("git", ["-C", repository, "archive", previous ?? ""], { maxBuffer: 2 ** 30 });
      execFileSync("tar", ["-x", "-C", root], { input: archive });
      symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
      const run = (...args: readonly string[]): void => {
        execFileSync(process.execPath, args, { cwd: root, stdio: "pipe" });
      };
      run("generator/testing/adopt.ts", "adopt", ".");
      run("generator/cli.ts", "build");
      execFileSync("rm", [join(root, "node_modules")]);
      git(root, "init", "--quiet", "--initial-branch=trunk");
      commitAll(root, "Our platform");
      return root;
    });

    test("one commit replaces the checkout with the package, and keeps the adopter's files", async () => {
      const root = await adopted();
      const before = treeOf(root);
      const result = await upgrade(root);
      expect([result.code, result.err]).toEqual([0, ""]);
      const after = treeOf(root);
      expect(readdirSync(root).sort()).toEqual(
        [
          ".git",
          ".gitattributes",
          ".github",
          ".gitignore",
          ".npmrc",
          "README.md",
          "clusters",
          "package-lock.json",
          "package.json",
          "platform",
          "tenants",
        ].sort(),
      );
      const inputs = [...before].filter(([file]) =>
        /^tenants\/|^platform\/(platform|components|argo-cd)|^clusters\/[^/]+\/cluster[.]yaml$/.test(file),
      );
      expect(inputs.length).toBeGreaterThan(8);
      const kept = (text: string | undefined): string | undefined => text?.replace(/^# yaml-language-server.*\n/m, "");
      expect(inputs.filter(([file, text]) => kept(after.get(file)) !== kept(text)).map(([file]) => file)).toEqual([]);
      expect(after.get("README.md")).toBe("# Serving at Orbit\n");
      expect(result.out).toContain("kept, because you changed them: README.md");
      expect(result.out).toMatch(/written: .*package-lock[.]json, package[.]json/);
      expect(result.out).toMatch(/first line with the schema changed: platform\/platform[.]yaml, tenants\//);
      expect(result.out).toMatch(/removed: .*[.]ci, .*generator, tsconfig/);
      expect(after.get(".gitattributes")).not.toContain("generator/");
      expect((await tenantry(root, ["check", "--drift"])).code).toBe(0);
      expect((await findings(root)).filter((finding) => finding.includes("lifecycle/"))).toEqual([]);
      expect(git(root, "rev-list", "--count", "HEAD").trim()).toBe("2");
    });

    test("a changed generator is not replaced", async () => {
      const root = await adopted();
      write(root, "generator/cli.ts", "// Ours.\n");
      commitAll(root, "Our generator");
      expect(await upgrade(root)).toMatchObject({
        code: 2,
        err: expect.stringContaining("changed since Tenantry 0.1.0: generator/cli.ts\n"),
      });
      expect(existsSync(join(root, "generator/cli.ts"))).toBe(true);
    });
  },
);
