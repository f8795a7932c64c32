import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type CommandOutput, tenantry } from "../testing/command-line.ts";
import { commitAll, commitAtHead, git, initialised, originOf, withOrigin } from "../testing/git.ts";
import { cachedCopies, emptyFolder, replaceInFile, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";

const folder = "deploy/ml";
const owners = ".github/CODEOWNERS";
const others = "* @acme/all\n/web/ @acme/web\n";

/** A sandbox with one tenant on both clusters. The objects of staging are published to a branch. */
function inputs(): string {
  const made = sandbox();
  replaceInFile(made, "clusters/staging/cluster.yaml", "\nspec:\n", "\nspec:\n  publish: branch\n");
  const churn = tenantText("churn").replace("production: {}", "production: {}, staging: {}");
  write(made, "tenants/churn.yaml", churn.replace("acme/team", "acme/retention"));
  return made;
}

/** A clone whose folder deploy/ml contains the files of Tenantry, with the files of another project next to it. */
const merged = cachedCopies(async () => {
  const files = inputs();
  const revision = "revision: refs/heads/main";
  replaceInFile(files, "platform/platform.yaml", revision, `${revision}\n    path: ${folder}`);
  const made = emptyFolder();
  mkdirSync(join(made, "deploy"));
  cpSync(files, join(made, folder), { recursive: true });
  write(made, owners, others);
  write(made, "web/index.html", "x");
  initialised(made);
  expect(await tenantry(join(made, folder), ["build"])).toMatchObject({ code: 0 });
  commitAll(made, "built");
  return withOrigin(made);
});
let top = "";
let root = "";

beforeEach(async () => {
  top = await merged();
  root = join(top, folder);
});

const run = (...args: readonly string[]): Promise<CommandOutput> => tenantry(root, args);

test("the generated files differ from those of a separate repository only by the folder in paths", async () => {
  const alone = inputs();
  expect(await tenantry(alone, ["build"])).toMatchObject({ code: 0 });
  const without = (text: string): string =>
    text
      .replace(/# The workflows that check [\s\S]*?\n\n/, "")
      .replaceAll(`${folder}/`, "")
      .replace(/^\/\t/m, "*\t")
      .replaceAll(` in /${folder}`, "")
      .replaceAll(` in / that`, " that")
      .replaceAll(`the folder \`${folder}\` of the repository`, "the root folder of the repository")
      .replaceAll("':/*CODEOWNERS'", owners)
      .replaceAll(`    path: ${folder}\n`, "");
  const wanted = treeOf(alone);
  const found = treeOf(root);
  expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
  const different = [...found].filter(([file, text]) => without(text) !== wanted.get(file)).map(([file]) => file);
  expect(different).toEqual([]);
});

test("every Application reads a folder that exists, from the root of the repository", () => {
  const files = treeOf(top);
  const paths = [...files].flatMap(([file, text]) =>
    /application-[^/]+[.]yaml$/.test(file) ? (/^ {4}path: (\S+)$/m.exec(text)?.[1] ?? []) : [],
  );
  expect(paths.length).toBeGreaterThan(8);
  expect(paths.filter((path) => ![...files.keys()].some((file) => file.startsWith(`${path}/`)))).toEqual([]);
});

describe("CODEOWNERS", () => {
  test("GitHub's file has the lines of other projects, and the section of the folder", () => {
    const text = readFileSync(join(top, owners), "utf8");
    expect(text.startsWith(`${others}\n# BEGIN Tenantry ${folder}\n`)).toBe(true);
    expect(text).toContain(readFileSync(join(root, owners), "utf8"));
    expect(text).toContain("\n/deploy/ml/tenants/churn.yaml\t@acme/retention\n");
    expect(text).toContain("\n/.github/workflows/tenantry-*\t@acme/ml-platform\n");
    expect(text).toContain("\n/.github/actions/setup-tenantry/\t@acme/ml-platform\n");
    expect(text.endsWith(`# END Tenantry ${folder}\n`)).toBe(true);
  });

  test("a change of the section is drift, and a build restores only the section", async () => {
    const built = readFileSync(join(top, owners), "utf8");
    write(top, owners, `# new\n${built.replace("@acme/retention", "@acme/evil")}`);
    const checked = await run("check", "--drift");
    expect(checked.code).toBe(1);
    expect(checked.out).toContain("../../.github/CODEOWNERS:1:1  error  publish/drift");
    expect(await run("build")).toMatchObject({ code: 0 });
    expect(readFileSync(join(top, owners), "utf8")).toBe(`# new\n${built}`);
    expect(await run("check", "--drift")).toMatchObject({ code: 0 });
  });

  test.each(["CODEOWNERS", "docs/CODEOWNERS"])("a repository with only %s keeps its file", async (place) => {
    git(top, "rm", "--quiet", owners);
    write(top, place, others);
    expect(await run("build")).toMatchObject({ code: 0 });
    expect(readFileSync(join(top, place), "utf8")).toContain(`${others}\n# BEGIN Tenantry`);
    expect([...treeOf(top).keys()]).not.toContain(owners);
  });

  const leftOver = (path: string): string =>
    `# BEGIN Tenantry ${path}\n/${path}/ @acme/nlp\n# END Tenantry ${path}\n\n`;

  test.each(["deploy/nlp", "../nlp"])(
    "the section of %s, without a platform, stays, and a warning names it",
    async (path) => {
      const built = readFileSync(join(top, owners), "utf8");
      write(top, owners, leftOver(path) + built);
      const { code, out } = await run("build");
      expect([code, out]).toEqual([
        0,
        expect.stringContaining("../../.github/CODEOWNERS:1:1  warning  publish/left-over-section"),
      ]);
      expect(readFileSync(join(top, owners), "utf8")).toBe(leftOver(path) + built);
    },
  );

  test("the section of a platform that another team adds, or that a sparse checkout leaves out, causes no warning", async () => {
    write(top, owners, leftOver("deploy/nlp") + leftOver("deploy/far") + readFileSync(join(top, owners), "utf8"));
    write(top, "deploy/nlp/platform/platform.yaml", "kind: Platform\n");
    write(top, "deploy/far/platform/platform.yaml", "kind: Platform\n");
    git(top, "add", "deploy/far");
    git(top, "update-index", "--skip-worktree", "deploy/far/platform/platform.yaml");
    rmSync(join(top, "deploy/far"), { recursive: true });
    expect((await run("check")).out).not.toContain("left-over");
    git(top, "update-index", "--no-skip-worktree", "deploy/far/platform/platform.yaml");
    expect((await run("check")).out).toContain("left-over section of deploy/far");
  });

  test("broken markers: the build writes nothing", async () => {
    write(top, owners, readFileSync(join(top, owners), "utf8").replace(/# END .*\n/, ""));
    write(root, "tenants/fraud.yaml", tenantText("fraud"));
    const before = treeOf(top);
    const built = await run("build");
    expect([built.code, built.out]).toEqual([1, expect.stringContaining("publish/code-owners")]);
    expect(treeOf(top)).toEqual(before);
  });

  test("a link is rejected", async () => {
    rmSync(join(top, owners));
    symlinkSync("../web/index.html", join(top, owners));
    const { code, out } = await run("check");
    expect(code).toBe(1);
    expect(out).toContain("publish/code-owners");
    expect(readFileSync(join(top, "web/index.html"), "utf8")).toBe("x");
  });

  test("a file that is not UTF-8 is rejected and stays", async () => {
    const bytes = Buffer.from([0x23, 0xe4, 0x0a]);
    writeFileSync(join(top, owners), bytes);
    expect(await run("build")).toMatchObject({ code: 1 });
    expect(readFileSync(join(top, owners))).toEqual(bytes);
  });
});

test("GitHub's annotations and SARIF have paths from the root of the repository, and text has not", async () => {
  write(root, "tenants/churn.yaml", "nonsense: true\n");
  expect((await run("check", "--output", "github")).out).toContain("file=deploy/ml/tenants/churn.yaml,");
  expect((await run("check", "--output", "sarif")).out).toContain('"uri": "deploy/ml/tenants/churn.yaml"');
  expect((await run("check")).out).toMatch(/^tenants\/churn[.]yaml:/);
});

describe("guard", () => {
  const own = ["HEAD~1", "--team", "acme/retention", "--output", "json"];
  const codesOf = ({ out }: CommandOutput): readonly string[] =>
    JSON.parse(out).diagnostics.map(({ code, file }: { code: string; file: string }) => `${file} ${code}`);

  async function propose(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [file, text] of Object.entries(files)) write(top, file, text);
    expect(await run("build")).toMatchObject({ code: 0 });
    commitAll(top, "proposed");
  }
  const tenant = `${folder}/tenants/churn.yaml`;
  const changed = (): string => readFileSync(join(top, tenant), "utf8").replace("team: Team", "team: Retention");

  test("a change of the tenant's file alone is allowed", async () => {
    await propose({ [tenant]: changed() });
    const result = await run("guard", ...own);
    expect(codesOf(result)).toEqual([]);
    expect(JSON.parse(result.out)).toMatchObject({ allowed: true });
  });

  test("a change that also contains a file of another project needs the platform team", async () => {
    await propose({ [tenant]: changed(), "web/index.html": "y", ".github/workflows/x.yaml": "on: push\n" });
    const result = await run("guard", ...own);
    expect(codesOf(result)).toEqual(["../../.github/workflows/x.yaml guard/platform"]);
    expect(JSON.parse(result.out)).toMatchObject({ allowed: false, safe: false });
    expect(await run("guard", ...own, "--approved-by", "acme/ml-platform")).toMatchObject({ code: 0 });
  });

  test("a change of files of other projects alone is nothing to approve", async () => {
    await propose({ "web/index.html": "y" });
    const result = await run("guard", "HEAD~1", "--team", "acme/web");
    expect(result).toMatchObject({ code: 0, out: "nothing to approve: no hand-written file changes\n" });
  });

  test.each([
    { name: "a changed workflow", file: ".github/workflows/tenantry-review.yaml", content: "on: push\n" },
    { name: "a deleted workflow", file: ".github/workflows/tenantry-review.yaml", content: undefined },
    { name: "another action", file: ".github/actions/setup-tenantry/action.yaml", content: "runs: {}\n" },
  ])("$name of the platform alone needs the platform team", async ({ file, content }) => {
    write(top, ".github/workflows/tenantry-review.yaml", "on: pull_request\n");
    commitAll(top, "workflows");
    if (content === undefined) rmSync(join(top, file));
    else write(top, file, content);
    commitAll(top, "proposed");
    const result = await run("guard", ...own);
    expect(codesOf(result)).toEqual([`../../${file} guard/platform`]);
    expect(await run("guard", ...own, "--approved-by", "acme/ml-platform")).toMatchObject({ code: 0 });
  });

  test("a proposal whose folder looks like a bare repository: guard stops", async () => {
    write(root, "HEAD", "ref: refs/heads/main\n");
    write(root, "objects/pack/x", "x");
    write(root, "refs/heads/main", `${commitAtHead(top)}\n`);
    commitAll(top, "bare");
    expect(await run("guard", ...own)).toMatchObject({ code: 2 });
  });

  test("a change of the section alone is drift", async () => {
    write(top, owners, readFileSync(join(top, owners), "utf8").replace("@acme/retention", "@acme/evil"));
    commitAll(top, "owners");
    expect(codesOf(await run("guard", ...own))).toEqual(["../../.github/CODEOWNERS publish/drift"]);
  });
});

test("diff shows the effects of a change below the folder, and of no other change", async () => {
  write(top, "web/index.html", "y");
  expect((await run("diff", "HEAD", "--output", "json")).out).toContain('"changes": []');
  replaceInFile(root, "tenants/churn.yaml", "\nspec:\n", "\nspec:\n  network: { needs: [mlflow] }\n");
  expect((await run("diff", "HEAD")).out).toContain("churn");
});

test("a bundle is pushed below the folder, with the section of CODEOWNERS", async () => {
  git(top, "checkout", "--quiet", "-b", "topic");
  write(root, "tenants/fraud.yaml", tenantText("fraud"));
  commitAll(top, "fraud");
  git(top, "push", "--quiet", "origin", "topic");
  const bundle = join(top, ".git/bundle.json");
  expect(await run("bundle", bundle)).toMatchObject({ code: 0 });
  expect(await run("commit", bundle, "--head", commitAtHead(top), "--branch", "topic")).toMatchObject({ code: 0 });
  git(top, "pull", "--quiet", "origin", "topic");
  expect(await run("check", "--drift")).toMatchObject({ code: 0 });
  expect(readFileSync(join(top, owners), "utf8")).toContain("/deploy/ml/tenants/fraud.yaml\t@acme/team\n");
  const files = git(top, "diff", "--name-only", "HEAD~1").trim().split("\n");
  expect(files.filter((file) => !file.startsWith(`${folder}/`))).toEqual([owners]);
  expect(await run("bundle", bundle)).toMatchObject({ code: 0 });
  const again = await run("commit", bundle, "--head", commitAtHead(top), "--branch", "topic");
  expect(again.out).toContain("nothing to push");
});

test("a bundle for a commit with broken markers is not pushed", async () => {
  git(top, "checkout", "--quiet", "-b", "topic");
  write(root, "tenants/fraud.yaml", tenantText("fraud"));
  commitAll(top, "fraud");
  const bundle = join(top, ".git/bundle.json");
  expect(await run("bundle", bundle)).toMatchObject({ code: 0 });
  const text = readFileSync(bundle, "utf8");
  write(top, owners, readFileSync(join(top, owners), "utf8").replace(/# BEGIN .*\n/, ""));
  commitAll(top, "broken");
  git(top, "push", "--quiet", "origin", "topic");
  const head = commitAtHead(top);
  writeFileSync(bundle, JSON.stringify({ ...JSON.parse(text), head }));
  const pushed = await run("commit", bundle, "--head", head, "--branch", "topic");
  expect([pushed.code, pushed.err]).toEqual([2, expect.stringContaining("missing begin of the section of deploy/ml")]);
  expect(git(originOf(top), "rev-parse", "topic").trim()).toBe(head);
});

test("publish writes the same folders to the branch of a cluster, and keeps those of other folders", async () => {
  expect(await run("publish")).toMatchObject({ code: 0 });
  const branch = "environments/staging";
  const list = (): readonly string[] => git(originOf(top), "ls-tree", "-r", "--name-only", branch).trim().split("\n");
  const application = readFileSync(
    join(root, "clusters/staging/applications/tenants/churn/application-guardrails.yaml"),
    "utf8",
  );
  const path = /^ {4}path: (\S+)$/m.exec(application)?.[1];
  expect(path).toBe("deploy/ml/clusters/staging/rendered/tenants/churn/guardrails");
  expect(list()).toEqual(expect.arrayContaining([`${path}/manifest.yaml`, "hydrator.metadata"]));
  expect((await run("publish")).out).toContain("nothing changed");
  const other = "deploy/nlp/clusters/staging/rendered/tenants/x/guardrails/manifest.yaml";
  const clone = emptyFolder();
  git(clone, "clone", "--quiet", "--branch", branch, originOf(top), ".");
  write(clone, other, "x");
  commitAll(clone, "other");
  git(clone, "push", "--quiet", "origin", branch);
  rmSync(join(root, "tenants/churn.yaml"));
  write(root, "tenants/fraud.yaml", tenantText("fraud").replace("production: {}", "production: {}, staging: {}"));
  expect(await run("build")).toMatchObject({ code: 0 });
  commitAll(top, "fraud");
  expect(await run("publish")).toMatchObject({ code: 0 });
  expect(list()).toContain(other);
  expect(list()).not.toContain(`${path}/manifest.yaml`);
});
