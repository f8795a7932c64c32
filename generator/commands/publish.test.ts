import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { type CommandOutput, tenantry } from "../testing/command-line.ts";
import { commitAll, commitAtHead, git, initialised, originOf, withOrigin } from "../testing/git.ts";
import { cachedCopies, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";

let remote = "";
let root = "";
const cluster = "clusters/staging/cluster.yaml";

async function build(message: string): Promise<string> {
  expect((await tenantry(root, ["build"])).code).toBe(0);
  commitAll(root, message);
  return commitAtHead(root);
}

function staged(name: string): string {
  return tenantText(name).replace("production: {}", "production: {}, staging: {}");
}

/** A repository whose cluster staging is published to its branch or to its next branch. */
async function published(how: "branch" | "next"): Promise<string> {
  const made = sandbox();
  write(made, cluster, readFileSync(join(made, cluster), "utf8").replace("\nspec:\n", `\nspec:\n  publish: ${how}\n`));
  write(made, "tenants/churn.yaml", staged("churn"));
  expect((await tenantry(made, ["build"])).code).toBe(0);
  return withOrigin(initialised(made));
}
const toBranch = cachedCopies(() => published("branch"));

const publish = (...args: readonly string[]): Promise<CommandOutput> => tenantry(root, ["publish", ...args]);
const files = (branch: string): readonly string[] =>
  git(remote, "ls-tree", "-r", "--name-only", branch).trim().split("\n");
const show = (branch: string, file: string): string => git(remote, "show", `${branch}:${file}`);
const count = (branch: string): number => Number(git(remote, "rev-list", "--count", branch));
const guardrails = "clusters/staging/rendered/tenants/churn/guardrails";

describe("a branch", () => {
  beforeEach(async () => {
    root = await toBranch();
    remote = originOf(root);
  });

  test("contains the objects of every Application, and names their commit", async () => {
    const head = commitAtHead(root);
    const { code, out } = await publish();
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^staging: pushed \w{10} to environments\/staging: /),
    });
    const branch = "environments/staging";
    expect(JSON.parse(show(branch, "hydrator.metadata"))).toMatchObject({ drySha: head, subject: "first" });
    expect(JSON.parse(show(branch, `${guardrails}/hydrator.metadata`)).drySha).toBe(head);
    expect(
      git(remote, "log", "-1", "--format=%(trailers:key=Argocd-reference-commit-sha,valueonly)", branch).trim(),
    ).toBe(head);
    const objects = [...treeOf(root)].filter(([file]) => file.startsWith(`${guardrails}/`));
    const documents = parseAllDocuments(show(branch, `${guardrails}/manifest.yaml`)).map((document) => document.toJS());
    expect(documents).toHaveLength(objects.length);
    for (const [, text] of objects) expect(documents).toContainEqual(parseAllDocuments(text)[0]?.toJS());
    // A kustomization would make Argo CD build, and a chart would make it template.
    expect(files(branch).filter((file) => /kustomization|Chart[.]yaml/.test(file))).toEqual([]);
  });

  test("is the source of this cluster's Applications only", () => {
    const read = (of: string): string =>
      readFileSync(join(root, `clusters/${of}/applications/tenants/churn/application-guardrails.yaml`), "utf8");
    expect(read("staging")).toContain("targetRevision: refs/heads/environments/staging");
    expect(read("production")).toContain("targetRevision: refs/heads/main");
  });

  test("gets no commit if its objects did not change", async () => {
    await publish();
    write(root, "README.md", "more\n");
    commitAll(root, "elsewhere");
    expect((await publish()).out).toBe("staging: nothing changed since environments/staging was written\n");
    expect(count("environments/staging")).toBe(1);
  });

  test("gets changed Applications, and keeps the commit of unchanged ones", async () => {
    await publish();
    const first = show("environments/staging", `${guardrails}/hydrator.metadata`);
    write(root, "tenants/fraud.yaml", staged("fraud"));
    await build("second");
    await publish();
    expect(count("environments/staging")).toBe(2);
    expect(files("environments/staging").some((file) => file.includes("/tenants/fraud/"))).toBe(true);
    expect(show("environments/staging", `${guardrails}/hydrator.metadata`)).toBe(first);
    rmSync(join(root, "tenants/fraud.yaml"));
    await build("third");
    await publish();
    expect(files("environments/staging").some((file) => file.includes("/tenants/fraud/"))).toBe(false);
  });

  test("rejects an older commit, and is not published if another program writes it", async () => {
    await publish();
    const first = commitAtHead(root);
    write(root, "tenants/fraud.yaml", staged("fraud"));
    await build("second");
    await publish();
    git(root, "checkout", "--quiet", first);
    expect(await publish()).toMatchObject({ code: 2, err: expect.stringContaining("is not an ancestor of") });
    git(root, "checkout", "--quiet", "main");
    git(root, "push", "--quiet", "--force", "origin", "main:refs/heads/environments/staging");
    expect(await publish()).toMatchObject({
      code: 2,
      err: expect.stringContaining("tenantry publish did not write this branch"),
    });
  });

  test("gets no changed generated files and no uncommitted files", async () => {
    write(root, "tenants/fraud.yaml", staged("fraud"));
    expect(await publish()).toMatchObject({ code: 1, out: expect.stringContaining("are out of date") });
    await tenantry(root, ["build"]);
    expect(await publish()).toMatchObject({ code: 2, err: expect.stringContaining("uncommitted changes") });
    expect(git(remote, "branch", "--list", "environments/*")).toBe("");
  });

  test.each([
    { args: ["--cluster", "production"], message: "missing branch of cluster production" },
    { args: ["--cluster", "stagin"], message: "Did you mean staging" },
  ])("with $args is rejected", async ({ args, message }) => {
    expect(await publish(...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  test("passes every check", async () => {
    expect((await tenantry(root, ["check", "--drift"])).code).toBe(0);
  });
});

test("with publish: next, objects are pushed to the next branch, on top of the active branch", async () => {
  root = await published("next");
  remote = originOf(root);
  await publish();
  expect(git(remote, "branch", "--list", "--format=%(refname:short)", "environments/*").trim()).toBe(
    "environments/staging-next",
  );
  // The commit is promoted, and the next branch is deleted.
  git(remote, "branch", "environments/staging", "environments/staging-next");
  git(remote, "branch", "--delete", "--force", "environments/staging-next");
  write(root, "tenants/fraud.yaml", staged("fraud"));
  await build("second");
  await publish();
  expect(count("environments/staging-next")).toBe(2);
  expect(count("environments/staging")).toBe(1);
});
