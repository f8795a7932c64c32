import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Bundle } from "../publish/bundle.ts";
import { type Said, tenantry } from "../testing/command-line.ts";
import { fakeGitHub } from "../testing/fake-github.ts";
import { commitAll, git, initialised } from "../testing/git.ts";
import { copiesOf, sandbox, tenantText, write } from "../testing/sandbox.ts";

let remote = "";
let root = "";

const merged = copiesOf(async () => {
  const made = sandbox();
  write(made, "tenants/churn.yaml", tenantText("churn"));
  await tenantry(made, ["build"]);
  return initialised(made);
});

beforeEach(async () => {
  remote = mkdtempSync(join(tmpdir(), "tenantry-remote-"));
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", remote]);
  root = await merged();
  git(root, "remote", "add", "origin", remote);
  git(root, "push", "--quiet", "origin", "main");
});
afterEach(() => rmSync(remote, { recursive: true }));

/** A branch with one more tenant, pushed without what follows from it. */
function proposed(name = "fraud"): string {
  git(root, "checkout", "--quiet", "-B", "topic", "main");
  write(root, `tenants/${name}.yaml`, tenantText(name));
  commitAll(root, name);
  git(root, "push", "--quiet", "origin", "topic");
  return git(root, "rev-parse", "HEAD").trim();
}

async function commit(head: string, ...more: readonly string[]): Promise<Said> {
  return tenantry(root, ["commit", ".git/bundle.json", "--head", head, "--branch", "topic", ...more]);
}

function tip(branch = "topic"): string {
  return git(remote, "rev-parse", "--verify", branch).trim();
}

test("what a build would change comes to the branch, and the checks then agree", async () => {
  const head = proposed();
  expect((await tenantry(root, ["check", "--drift"])).code).toBe(1);
  expect((await tenantry(root, ["bundle", ".git/bundle.json"])).code).toBe(0);
  expect(git(root, "status", "--short")).toBe("");
  const { code, out } = await commit(head);
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^pushed \w{10} to topic: \d+ generated files\n$/),
  });
  expect(git(remote, "rev-parse", "topic^").trim()).toBe(head);
  expect(git(remote, "log", "-1", "--format=%B", "topic")).toContain(`Tenantry-source: ${head}`);
  git(root, "pull", "--quiet", "origin", "topic");
  expect((await tenantry(root, ["check", "--drift"])).code).toBe(0);
  // Again, there is nothing to do, so that a push of its own does not begin a round without end.
  const next = tip();
  expect((await tenantry(root, ["bundle", ".git/bundle.json"])).code).toBe(0);
  expect((await commit(next)).out).toContain("nothing to push");
  expect(tip()).toBe(next);
});

test("what is left over goes", async () => {
  write(root, "tenants/fraud.yaml", tenantText("fraud"));
  await tenantry(root, ["build"]);
  commitAll(root, "two");
  git(root, "push", "--quiet", "origin", "main");
  git(root, "checkout", "--quiet", "-b", "topic");
  rmSync(join(root, "tenants/fraud.yaml"));
  commitAll(root, "one");
  git(root, "push", "--quiet", "origin", "topic");
  const head = git(root, "rev-parse", "HEAD").trim();
  await tenantry(root, ["bundle", ".git/bundle.json"]);
  expect((await commit(head)).code).toBe(0);
  expect(git(remote, "ls-tree", "-r", "--name-only", "topic")).not.toContain("tenants/fraud/");
});

test("a branch that moved on is left to its own run", async () => {
  const head = proposed();
  await tenantry(root, ["bundle", ".git/bundle.json"]);
  commitAll(root, "more");
  git(root, "push", "--quiet", "origin", "topic");
  const { code, out } = await commit(head);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("topic is not at") });
  expect(tip()).toBe(git(root, "rev-parse", "HEAD").trim());
});

test("of two runs that push at once one wins, and the other says so", async () => {
  const head = proposed();
  await tenantry(root, ["bundle", ".git/bundle.json"]);
  const both = await Promise.all([commit(head), commit(head)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ out }) => out.split(" ")[0]).toSorted()).toEqual(["nothing", "pushed"]);
  expect(git(remote, "rev-parse", "topic^").trim()).toBe(head);
});

test("a fork's branch is not on the remote: nothing is pushed", async () => {
  const head = proposed();
  await tenantry(root, ["bundle", ".git/bundle.json"]);
  git(remote, "branch", "--delete", "--force", "topic");
  expect((await commit(head)).out).toContain("nothing pushed: topic is not at");
});

test("inputs that are wrong make no bundle", async () => {
  proposed();
  write(root, "tenants/fraud.yaml", "nonsense: true\n");
  commitAll(root, "wrong");
  expect((await tenantry(root, ["bundle", ".git/bundle.json"])).code).toBe(1);
  expect((await commit("a".repeat(40))).code).toBe(2);
});

describe("a bundle that somebody made", () => {
  const mark = "# Generated by tenantry; do not edit.\n";
  const good = "clusters/production/rendered/tenants/churn/guardrails/x.yaml";
  const hostile: readonly { readonly name: string; readonly bundle: object | string; readonly says: string }[] = [
    ...[
      ".github/workflows/pull-request.yaml",
      "tenants/churn.yaml",
      "package.json",
      "clusters/production/cluster.yaml",
      "platform/platform.yaml",
      "platform/components/x/kustomization.yaml",
      "platform/policies",
      "clusters/production/rendered/../cluster.yaml",
      "clusters/production/rendered/.git/config",
      "clusters/production/rendered//x.yaml",
      "/clusters/production/rendered/x.yaml",
      "clusters/../rendered/x.yaml",
      "clusters/production/rendered/a\nb.yaml",
      "clusters/production/rendered/a b.yaml",
    ].flatMap((file) => [
      { name: `writes ${JSON.stringify(file)}`, bundle: { writes: { [file]: mark } }, says: "no generated file" },
      { name: `removes ${JSON.stringify(file)}`, bundle: { removes: [file] }, says: "no generated file" },
    ]),
    { name: "writes what is not marked", bundle: { writes: { [good]: "kind: Secret\n" } }, says: "does not say" },
    { name: "is for another commit", bundle: { head: "b".repeat(40) }, says: "the bundle is for bbbbbbbbbb" },
    { name: "has more in it", bundle: { run: "rm -rf /" }, says: "this is no bundle" },
    {
      name: "writes into a prototype",
      bundle: '{"version":1,"head":"HEAD","writes":{"__proto__":"x"},"removes":[]}',
      says: "",
    },
    { name: "is no JSON", bundle: "nonsense", says: "it is no JSON" },
    { name: "is another thing", bundle: [], says: "this is no bundle" },
  ];

  test.each(hostile)("$name: nothing is pushed", async ({ bundle, says }) => {
    const head = proposed();
    const whole: Partial<Bundle> = { version: 1, head, writes: {}, removes: [] };
    const text =
      typeof bundle === "string" ? bundle : JSON.stringify(Array.isArray(bundle) ? bundle : { ...whole, ...bundle });
    writeFileSync(join(root, ".git/bundle.json"), text.replace("HEAD", head));
    const { code, err, out } = await commit(head);
    if (says !== "") expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(says) });
    else expect(out).toContain("nothing to push");
    expect(tip()).toBe(head);
  });

  test.each(["writes", "removes"])("%s a folder: nothing is pushed", async (verb) => {
    const head = proposed();
    const folder = "clusters/production/rendered/tenants/churn";
    const bundle = {
      version: 1,
      head,
      writes: {},
      removes: [],
      [verb]: verb === "writes" ? { [folder]: mark } : [folder],
    };
    writeFileSync(join(root, ".git/bundle.json"), JSON.stringify(bundle));
    const { code, err } = await commit(head);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`${folder} is a folder`) });
    expect(tip()).toBe(head);
  });

  test("is not pushed to the branch that clusters follow", async () => {
    const head = proposed();
    await tenantry(root, ["bundle", ".git/bundle.json"]);
    const { code, err } = await tenantry(root, ["commit", ".git/bundle.json", "--head", head, "--branch", "main"]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("main is what clusters follow") });
  });

  test("replaces nobody's own file", async () => {
    proposed();
    const own = "clusters/production/rendered/tenants/churn/guardrails/mine.yaml";
    write(root, own, "kind: ConfigMap\n");
    commitAll(root, "mine");
    git(root, "push", "--quiet", "origin", "topic");
    const head = git(root, "rev-parse", "HEAD").trim();
    writeFileSync(join(root, ".git/bundle.json"), JSON.stringify({ version: 1, head, writes: {}, removes: [own] }));
    const { code, err } = await commit(head);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`${own} is somebody's own`) });
  });

  test.each(["--upload-pack=x", "refs/heads/x", "a..b", ""])("pushes to no branch called %j", async (branch) => {
    const head = proposed();
    await tenantry(root, ["bundle", ".git/bundle.json"]);
    const { code } = await tenantry(root, ["commit", ".git/bundle.json", "--head", head, `--branch=${branch}`]);
    expect(code).toBe(2);
  });

  test("that is not there is said to be missing", async () => {
    expect((await commit("a".repeat(40))).err).toContain("there is no bundle");
    mkdirSync(join(root, ".git/bundle.json"));
    expect((await commit("a".repeat(40))).err).toContain("there is no bundle");
  });
});

test("a main branch that is stale gets a pull request, once, and no push", async () => {
  write(root, "tenants/fraud.yaml", tenantText("fraud"));
  commitAll(root, "stale");
  git(root, "push", "--quiet", "origin", "main");
  const head = git(root, "rev-parse", "HEAD").trim();
  await tenantry(root, ["bundle", ".git/bundle.json"]);
  const github = await fakeGitHub(({ method }) =>
    method === "POST" ? { html_url: "https://github.test/pull/1" } : [],
  );
  const propose = ["commit", ".git/bundle.json", "--head", head, "--branch", "main", "--propose"];
  const { code, out } = await tenantry(root, propose, github.env);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("https://github.test/pull/1") });
  expect(tip("main")).toBe(head);
  expect(git(remote, "rev-parse", `tenantry/fresh-${head.slice(0, 10)}^`).trim()).toBe(head);
  expect(github.asked).toMatchObject([{ path: "/repos/acme/ml/pulls", body: { base: "main" } }]);
  expect((await tenantry(root, propose, github.env)).out).toContain("proposes it already");
  expect(github.asked).toHaveLength(1);
});

test("a remote that refuses is a failure, not a race", async () => {
  const head = proposed();
  await tenantry(root, ["bundle", ".git/bundle.json"]);
  writeFileSync(join(remote, "hooks/pre-receive"), "#!/bin/sh\necho protected\nexit 1\n", { mode: 0o755 });
  const { code, err } = await commit(head);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("git push failed") });
  expect(readFileSync(join(root, ".git/HEAD"), "utf8")).toContain("topic");
});
