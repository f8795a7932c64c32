import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { fakeGitHub } from "../testing/fake-github.ts";
import { commitAll, commitAtHead, git, initialised, originOf, withOrigin } from "../testing/git.ts";
import { cachedCopies, emptyFolder, sandbox, tenantText, write } from "../testing/sandbox.ts";
import { runStep, type StepResult } from "../testing/workflow.ts";

/** A bare repository in the place of GitHub, and a user's clone of it. */
let remote = "";
let clone = "";
let temp = "";

const serving = (name: string): string =>
  tenantText(
    name,
    `  servers: { mlserver: { template: mlserver } }\n  models: { one: { storageUri: "s3://${name}/1", requirements: [sklearn], memory: 64Mi } }\n`,
  );

const merged = cachedCopies(async () => {
  const made = sandbox();
  write(made, "tenants/middle.yaml", serving("middle"));
  write(made, ".gitignore", "result/\n");
  expect((await tenantry(made, ["build"])).code).toBe(0);
  return withOrigin(initialised(made));
});

beforeEach(async () => {
  temp = emptyFolder();
  clone = await merged();
  remote = originOf(clone);
});

/** Checks out a separate clone at one commit, as a runner does. A runner uses the same folder for every job. */
function checkout(name: string, ref: string): string {
  const folder = join(temp, name);
  rmSync(folder, { recursive: true, force: true });
  git(temp, "clone", "--quiet", "--no-checkout", "--template=", remote, folder);
  git(folder, "checkout", "--quiet", "--detach", ref);
  return folder;
}

/** Pushes a branch with one more tenant, without its generated files. */
function propose(branch: string, tenant: string): string {
  git(clone, "checkout", "--quiet", "-b", branch, "main");
  write(clone, `tenants/${tenant}.yaml`, serving(tenant));
  commitAll(clone, `Add ${tenant}`);
  git(clone, "push", "--quiet", "origin", branch);
  return tip(branch);
}

function tip(branch: string): string {
  return git(remote, "rev-parse", "--verify", `refs/heads/${branch}`).trim();
}

const pull = "pull-request.yaml";
const result = "pull-request-result.yaml";

/** Renders a branch in one run and commits the result in another run, as CI does for branches of this repository. */
async function rendered(branch: string, head: string, runner = "runner"): Promise<StepResult> {
  const at = emptyFolder();
  const proposal = checkout(runner, head);
  expect((await runStep([pull, "render", "Render"], proposal, at)).code).toBe(0);
  mkdirSync(join(at, "bundle"));
  writeFileSync(join(at, "bundle/bundle.json"), readFileSync(join(at, "bundle.json")));
  const trusted = checkout(runner, "origin/main");
  return runStep([result, "commit", "Commit"], trusted, at, { HEAD: head, BRANCH: branch });
}

test("a branch of this repository: checks fail, CI commits, checks pass, and the next run pushes nothing", async () => {
  const head = propose("topic", "alpha");
  const before = await runStep([pull, "check", "Check"], checkout("runner", head), temp);
  expect(before).toMatchObject({
    code: 1,
    out: expect.stringContaining("Run npx --no-install tenantry build, and commit"),
  });
  expect(await rendered("topic", head)).toMatchObject({ code: 0, out: expect.stringContaining("pushed") });
  const after = tip("topic");
  expect(after).not.toBe(head);
  expect(await runStep([pull, "check", "Check"], checkout("runner", after), temp)).toMatchObject({ code: 0 });
  expect(await rendered("topic", after)).toMatchObject({ code: 0, out: expect.stringContaining("nothing to push") });
  expect(tip("topic")).toBe(after);
});

const main = { full_name: "acme/ml", default_branch: "main" };

/** Creates the two checkouts of a job that trusts only the main branch: its code, and a proposal as data. */
function sideBySide(head: string): void {
  checkout("trusted", "origin/main");
  checkout("proposal", head);
}

test("the summary shows the effects of a change, and the next run gets the number of the pull request", async () => {
  const proposal = checkout("runner", propose("topic", "alpha"));
  const ran = await runStep([pull, "check", "Show the effects"], proposal, temp, { NUMBER: "7" });
  expect(ran.code).toBe(0);
  expect(ran.summary).toMatch(/^# 1 tenant, 1 cluster, \d+ objects · opens alpha -\\?> minio:9000/);
  expect(readFileSync(join(temp, "result/pull-request"), "utf8")).toBe("7\n");
});

test("the main branch's code computes the comment, and ignores the diff of the previous run", async () => {
  const head = propose("topic", "alpha");
  mkdirSync(join(temp, "result"));
  writeFileSync(join(temp, "result/pull-request"), "7\n");
  const planted = { version: 1, base: "main", message: "Nothing changes on any cluster.", risk: "none", clean: true };
  const empty = { statements: [], changes: [], diagnostics: [] };
  writeFileSync(join(temp, "result/diff.json"), JSON.stringify({ ...planted, ...empty }));
  sideBySide(head);
  const github = await fakeGitHub(({ path, method }) => {
    if (path === "/repos/acme/ml/pulls/7") return { state: "open", head: { sha: head } };
    return method === "GET" ? [] : {};
  });
  const env = { ...github.env, HEAD: head };
  expect(await runStep([result, "comment", "Show the effects"], temp, temp, env)).toMatchObject({ code: 0 });
  const commented = await runStep([result, "comment", "Comment"], temp, temp, env);
  expect(commented).toMatchObject({ code: 0, out: "commented on pull request 7\n" });
  expect(JSON.stringify(github.requests.at(-1)?.body)).toContain("# 1 tenant, 1 cluster");
});

test("a proposal cannot choose its base", async () => {
  git(clone, "checkout", "--quiet", "-b", "evil", "main");
  write(clone, "tenants/alpha.yaml", serving("alpha"));
  const platform = readFileSync(join(clone, "platform/platform.yaml"), "utf8");
  write(clone, "platform/platform.yaml", platform.replace("refs/heads/main", "refs/heads/evil"));
  await tenantry(clone, ["build"]);
  commitAll(clone, "Everything at once");
  git(clone, "push", "--quiet", "origin", "evil");
  sideBySide(tip("evil"));
  const output = await tenantry(temp, ["-C", "proposal", "diff", "--trusted", "trusted", "--output", "json"]);
  expect(JSON.parse(output.out).message).toContain("opens alpha -> minio:9000");
});

test("a proposal cannot choose the programs that check it", async () => {
  git(clone, "checkout", "--quiet", "-b", "programs", "main");
  // No other test has validated the objects of this tenant.
  write(clone, "tenants/programs.yaml", serving("programs"));
  const platform = readFileSync(join(clone, "platform/platform.yaml"), "utf8");
  const entry = `{ url: "https://127.0.0.1:1/kubeconform", sha256: ${"a".repeat(64)} }`;
  const systems = ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64"].map((name) => `${name}: ${entry}`);
  const tools = `  tools: { kubeconform: { ${systems.join(", ")} } }\n`;
  write(clone, "platform/platform.yaml", platform.replace("spec:\n", `spec:\n${tools}`));
  commitAll(clone, "Another program");
  git(clone, "push", "--quiet", "origin", "programs");
  sideBySide(tip("programs"));
  const untrusted = await tenantry(temp, ["-C", "proposal", "diff"]);
  expect(untrusted).toMatchObject({ code: 2, err: expect.stringContaining("https://127.0.0.1:1/kubeconform") });
  for (const command of [["diff"], ["guard", "--team", "acme/programs"]])
    expect((await tenantry(temp, ["-C", "proposal", ...command, "--trusted", "trusted"])).code).toBeLessThan(2);
});

test("guard checks a proposal's files with the main branch's code, and sets the status of the commit", async () => {
  const head = propose("topic", "alpha");
  mkdirSync(join(temp, "result"));
  writeFileSync(join(temp, "result/pull-request"), "7\n");
  sideBySide(head);
  const event = { repository: main, workflow_run: { event: "pull_request", head_sha: head } };
  writeFileSync(join(temp, "event.json"), JSON.stringify(event));
  const github = await fakeGitHub(({ path, method }) => {
    if (path === "/repos/acme/ml/pulls/7")
      return {
        number: 7,
        user: { login: "tess" },
        head: { sha: head, ref: "topic", repo: { full_name: "acme/ml" } },
        base: { ref: "main" },
      };
    if (path.includes("/activity?"))
      return [{ before: "0".repeat(40), after: head, activity_type: "branch_creation", actor: { login: "tess" } }];
    if (path.includes("/reviews?")) return [];
    if (path.includes("/memberships/")) return path.includes("/teams/team/") ? { state: "active" } : undefined;
    return method === "POST" ? {} : undefined;
  });
  const env = { ...github.env, GITHUB_EVENT_PATH: join(temp, "event.json") };
  const output = await runStep([result, "guard", "Guard"], temp, temp, env);
  expect(output).toMatchObject({ code: 1, out: expect.stringContaining("new tenant alpha") });
  expect(github.requests.at(-1)).toMatchObject({
    path: `/repos/acme/ml/statuses/${head}`,
    body: { state: "failure", context: "tenantry/guard" },
  });
});

test("SARIF is uploaded also if there are findings", async () => {
  const proposal = checkout("proposal", propose("topic", "alpha"));
  mkdirSync(join(temp, "result"));
  expect((await runStep([pull, "check", "Write SARIF findings"], proposal, temp)).code).toBe(0);
  const log = JSON.parse(readFileSync(join(temp, "result/findings.sarif"), "utf8"));
  expect(log.runs[0].results.map((item: { ruleId: string }) => item.ruleId)).toContain("publish/drift");
});

test("two pushes race: the older run pushes nothing, and the newer one does", async () => {
  const head = propose("topic", "alpha");
  write(clone, "tenants/alpha.yaml", serving("alpha").replace("64Mi", "65Mi"));
  commitAll(clone, "Change alpha");
  git(clone, "push", "--quiet", "origin", "topic");
  const newer = tip("topic");
  const [old, fresh] = await Promise.all([rendered("topic", head, "one"), rendered("topic", newer, "two")]);
  expect(old).toMatchObject({ code: 0, out: expect.stringContaining("nothing pushed") });
  expect(fresh).toMatchObject({ code: 0, out: expect.stringContaining("pushed") });
  expect(git(remote, "rev-parse", "topic^").trim()).toBe(newer);
});

test("a fork: nothing is pushed, check prints the command to run, and its result passes", async () => {
  const fork = join(temp, "runner");
  git(temp, "clone", "--quiet", remote, fork);
  write(fork, "tenants/alpha.yaml", serving("alpha"));
  commitAll(fork, "Add alpha");
  const checked = await runStep([pull, "check", "Check"], fork, temp);
  expect(checked).toMatchObject({ code: 1, out: expect.stringContaining("npx --no-install tenantry build") });
  expect((await tenantry(fork, ["build"])).code).toBe(0);
  commitAll(fork, "What follows");
  expect((await runStep([pull, "check", "Check"], fork, temp)).code).toBe(0);
});

describe("two tenants at once", () => {
  /** Two branches, each with its tenant's generated files, and the first branch merged. */
  async function both(first: string, second: string): Promise<void> {
    for (const [branch, tenant] of [["one", first] as const, ["two", second] as const]) {
      await rendered(branch, propose(branch, tenant));
      git(clone, "fetch", "--quiet", "origin");
    }
    git(clone, "checkout", "--quiet", "main");
    git(clone, "merge", "--quiet", "--ff-only", "origin/one");
    git(clone, "push", "--quiet", "origin", "main");
  }

  test("conflict in the files that list tenants: one line shows the fix, and a build after the merge resolves it", async () => {
    await both("alpha", "alphb");
    git(clone, "checkout", "--quiet", "-B", "two", "origin/two");
    expect(() => git(clone, "merge", "--quiet", "main")).toThrow("Command failed");
    commitAll(clone, "Merged with its conflicts");
    const head = commitAtHead(clone);
    git(clone, "push", "--quiet", "origin", "two");
    const checked = await runStep([pull, "check", "Check"], checkout("runner", head), temp);
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining("npx --no-install tenantry build") });
    expect(await rendered("two", head)).toMatchObject({ code: 0, out: expect.stringContaining("pushed") });
    const after = checkout("runner", tip("two"));
    expect((await runStep([pull, "check", "Check"], after, temp)).code).toBe(0);
    expect(
      git(after, "grep", "--files-with-matches", "alpha", "--", "clusters/production/applications/platform"),
    ).not.toBe("");
  });

  test("in the merge queue, a group is checked in its merged state", async () => {
    // git merges changes at distant lines of a list automatically.
    for (const name of ["middle-a", "middle-b", "middle-c"]) write(clone, `tenants/${name}.yaml`, serving(name));
    await tenantry(clone, ["build"]);
    commitAll(clone, "More in the middle");
    git(clone, "push", "--quiet", "origin", "main");
    await both("alpha", "zulu");
    git(clone, "checkout", "--quiet", "-b", "gh-readonly-queue/main/pr-2", "main");
    git(clone, "merge", "--quiet", "--no-edit", "origin/two");
    const group = commitAtHead(clone);
    git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/queue");
    const folder = checkout("runner", group);
    expect((await runStep([pull, "check", "Check"], folder, temp)).code).toBe(0);
    const ref = `refs/heads/gh-readonly-queue/main/pr-2-${tip("main")}`;
    const event = { repository: main, merge_group: { head_sha: group, head_ref: ref } };
    writeFileSync(join(temp, "event.json"), JSON.stringify(event));
    const second = tip("two");
    const github = await fakeGitHub(({ path }) => {
      if (path === "/repos/acme/ml/pulls/2")
        return {
          number: 2,
          user: { login: "tess" },
          head: { sha: second, ref: "two", repo: { full_name: "acme/ml" } },
          base: { ref: "main" },
        };
      if (path.includes("/reviews?")) return [{ user: { login: "pat" }, state: "APPROVED", commit_id: second }];
      return path.endsWith("/memberships/pat") ? { state: "active" } : undefined;
    });
    const output = await tenantry(folder, ["guard", "--event", join(temp, "event.json")], github.env);
    expect([output.code, output.out]).toEqual([0, expect.stringContaining("allowed")]);
  });
});

test("a main branch with outdated files gets a proposal, and an up-to-date one gets none", async () => {
  write(clone, "tenants/alpha.yaml", serving("alpha"));
  commitAll(clone, "Past every check");
  git(clone, "push", "--quiet", "origin", "main");
  const head = tip("main");
  const folder = checkout("runner", head);
  expect((await runStep(["main.yaml", "verify", "Render"], folder, temp)).code).toBe(0);
  expect((await runStep(["main.yaml", "verify", "Check"], folder, temp)).code).toBe(1);
  mkdirSync(join(temp, "bundle"));
  writeFileSync(join(temp, "bundle/bundle.json"), readFileSync(join(temp, "bundle.json")));
  const github = await fakeGitHub(({ method }) =>
    method === "POST" ? { html_url: "https://github.test/pull/1" } : [],
  );
  const step = ["main.yaml", "propose", "Propose a fix"] as const;
  const env = { ...github.env, GITHUB_SHA: head, GITHUB_REF_NAME: "main" };
  expect(await runStep(step, folder, temp, env)).toMatchObject({ code: 0, out: expect.stringContaining("/pull/1") });
  expect(tip("main")).toBe(head);
  git(clone, "fetch", "--quiet", "origin");
  git(clone, "merge", "--quiet", "--ff-only", `origin/tenantry/fresh-${head.slice(0, 10)}`);
  git(clone, "push", "--quiet", "origin", "main");
  const fresh = checkout("runner", tip("main"));
  expect((await runStep(["main.yaml", "verify", "Check"], fresh, temp)).code).toBe(0);
});

test("publish and due are one command each", async () => {
  const folder = checkout("runner", "main");
  expect(await runStep(["main.yaml", "publish", "Publish"], folder, temp)).toMatchObject({
    code: 0,
    out: expect.stringContaining("nothing to publish"),
  });
  const due = await runStep(["nightly.yaml", "due", "List due waivers and image reviews"], folder, temp);
  expect(due).toMatchObject({ code: 0, summary: "No waiver and no patched image is due within 14 days.\n" });
  expect((await runStep(["nightly.yaml", "render", "Check without the cache"], folder, temp)).code).toBe(0);
  expect(existsSync(join(folder, "result"))).toBe(false);
});
