import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type CommandOutput, tenantry } from "../testing/command-line.ts";
import { fakeGitHub, type RecordedRequest } from "../testing/fake-github.ts";
import { commitAll, commitAtHead, git, initialised } from "../testing/git.ts";
import { cachedCopies, sandbox, tenantText, write } from "../testing/sandbox.ts";

const serving = `
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi }
`;
const churn = tenantText("churn", serving).replace("acme/team", "acme/retention");
const fraud = tenantText("fraud").replace("acme/team", "acme/fraud");
const newModel = churn.replace("model/7", "model/8");
const merged = cachedCopies(async () => {
  const made = sandbox();
  write(made, "tenants/churn.yaml", churn);
  write(made, "tenants/fraud.yaml", fraud);
  expect((await tenantry(made, ["build"])).code).toBe(0);
  return initialised(made);
});
/** The same repository, with a proposal that needs the platform team's approval. */
const proposed = cachedCopies(async () => {
  const made = await merged();
  write(made, "tenants/churn.yaml", `${churn}  network: { needs: [mlflow] }\n`);
  expect((await tenantry(made, ["build"])).code).toBe(0);
  commitAll(made, "proposed");
  return made;
});
let root = "";

beforeEach(async () => {
  root = await merged();
});

async function propose(files: Readonly<Record<string, string | undefined>>): Promise<void> {
  for (const [file, text] of Object.entries(files))
    if (text === undefined) rmSync(join(root, file));
    else write(root, file, text);
  await tenantry(root, ["build"]);
  commitAll(root, "proposed");
}

interface Verdict {
  readonly code: number;
  readonly allowed: boolean;
  readonly safe: boolean;
  readonly codes: readonly string[];
}

async function verdict(...args: readonly string[]): Promise<Verdict> {
  const { code, out } = await tenantry(root, ["guard", "HEAD~1", ...args, "--output", "json"]);
  const { allowed, safe, diagnostics } = JSON.parse(out);
  return { code, allowed, safe, codes: diagnostics.map((diagnostic: { code: string }) => diagnostic.code) };
}

const own = ["--team", "acme/retention"];
const approved = [...own, "--approved-by", "acme/ml-platform"];
const safe = { code: 0, allowed: true, safe: true, codes: [] };
const allowed = { ...safe, safe: false };
const stoppedBy = (...codes: readonly string[]): Verdict => ({ code: 1, allowed: false, safe: false, codes });

describe("a team", () => {
  test("a change of the own tenant within its grants is safe", async () => {
    await propose({ "tenants/churn.yaml": newModel });
    expect(await verdict(...own)).toEqual(safe);
  });

  test("more quota needs the platform team", async () => {
    await propose({ "tenants/churn.yaml": `${churn}  quota: { size: medium }\n` });
    expect((await verdict(...own)).codes[0]).toBe("guard/widens");
    expect(await verdict(...approved)).toEqual(allowed);
  });

  test("a change that is not built has one finding, after those that need an approval", async () => {
    write(root, "tenants/churn.yaml", `${churn}  quota: { size: medium }\n`);
    const { out } = await tenantry(root, ["guard", "HEAD", ...own, "--output", "json"]);
    const codes: readonly string[] = JSON.parse(out).diagnostics.map((diagnostic: { code: string }) => diagnostic.code);
    expect(codes.filter((code) => code === "publish/drift")).toHaveLength(1);
    expect([codes[0], codes.at(-1)]).toEqual(["guard/widens", "publish/drift"]);
  });
});

describe("any author", () => {
  const everybody = ["--team", "acme/ml-platform", "--approved-by", "acme/ml-platform"];

  test.each([
    "clusters/production/rendered/tenants/churn/guardrails/resourcequota-tenant-quota.yaml",
    "clusters/production/applications/platform/application-seldon-operator.yaml",
    "clusters/production/overlays/tenants/churn/workloads/resources.yaml",
    ".github/CODEOWNERS",
  ])("a changed generated file is rejected: %s", async (file) => {
    appendFileSync(join(root, file), "# tampered\n");
    commitAll(root, "tampered");
    expect(await verdict(...everybody)).toEqual(stoppedBy("publish/drift"));
  });

  test("a hand-written file among generated files is rejected", async () => {
    write(root, "clusters/production/rendered/tenants/churn/guardrails/mine.yaml", "kind: ConfigMap\n");
    commitAll(root, "mine");
    expect((await verdict(...everybody)).codes).toEqual(["publish/unmarked"]);
  });

  test("a merge conflict in a generated file is rejected", async () => {
    const file = "clusters/production/rendered/tenants/churn/workloads/model-churn.yaml";
    const text = readFileSync(join(root, file), "utf8");
    write(root, file, `${text}<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n`);
    commitAll(root, "conflict");
    expect(await verdict(...everybody)).toEqual(stoppedBy("publish/drift"));
    expect((await tenantry(root, ["build"])).code).toBe(0);
    expect(readFileSync(join(root, file), "utf8")).toBe(text);
  });

  test("a main branch with outdated generated files is a finding", async () => {
    const medium = `${churn}  quota: { size: medium }\n`;
    await propose({ "tenants/churn.yaml": medium });
    // The quota is reverted on main without a build.
    write(root, "tenants/churn.yaml", churn);
    commitAll(root, "taken back");
    await propose({ "tenants/churn.yaml": medium });
    expect((await verdict(...own)).codes).toContain("guard/platform");
    expect(await verdict("--team", "acme/ml-platform")).toMatchObject({ allowed: true, safe: false });
  });

  test("the removal of an active tenant is rejected", async () => {
    await propose({ "tenants/churn.yaml": undefined });
    expect((await verdict(...everybody)).codes).toContain("lifecycle/out-of-order");
  });

  test("the renaming of a tenant is rejected", async () => {
    await propose({
      "tenants/fraud.yaml": undefined,
      "tenants/fraudulent.yaml": fraud.replace("name: fraud", "name: fraudulent"),
    });
    expect((await verdict(...everybody)).codes).toEqual(["change/not-drained"]);
  });

  test("a missing team is incorrect usage", async () => {
    const { code, err } = await tenantry(root, ["guard", "HEAD"]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("missing --team or --event") });
  });
});

describe("GitHub's event", () => {
  const main = { full_name: "acme/ml", default_branch: "main" };
  let head = "";
  let pushes: readonly object[] = [];
  let since = "HEAD~1";
  const push = (login: string, more: object = {}): object => ({
    before: "0".repeat(40),
    after: head,
    activity_type: "branch_creation",
    actor: { login },
    ...more,
  });
  const pullBy = (login: string, more: object = {}): object => ({
    number: 7,
    user: { login },
    head: { sha: head, ref: "topic", repo: { full_name: "acme/ml" } },
    base: { ref: "main" },
    ...more,
  });
  const members: Readonly<Record<string, readonly string[]>> = {
    "acme/retention": ["rita", "rob"],
    "acme/ml-platform": ["pat", "pat_acme"],
  };
  let reviews: readonly object[] = [];
  let asked: readonly RecordedRequest[] = [];
  let env: Readonly<Record<string, string | undefined>> = {};

  beforeEach(async () => {
    reviews = [];
    const github = await fakeGitHub(({ path }) => {
      if (path === "/repos/acme/ml/pulls/7") return pullBy("rita");
      if (path === "/repos/acme/ml/activity?ref=refs%2Fheads%2Ftopic&per_page=100") return pushes;
      if (path.includes("/statuses/")) return {};
      if (path.startsWith("/repos/acme/ml/pulls/7/reviews?")) return reviews;
      const [, team = "", login = ""] = /^\/orgs\/(.+?)\/memberships\/(.+)$/.exec(path.replace("/teams/", "/")) ?? [];
      return members[team]?.includes(login) ? { state: "active" } : undefined;
    });
    env = github.env;
    asked = github.requests;
    root = await proposed();
    head = commitAtHead(root);
    pushes = [push("rita")];
    since = "HEAD~1";
  });

  async function applied(author: string, event: object = {}): Promise<number> {
    const whole = { repository: main, pull_request: pullBy(author), ...event };
    write(root, ".git/event.json", JSON.stringify(whole));
    return (await tenantry(root, ["guard", since, "--event", ".git/event.json"], env)).code;
  }
  const review = (login: string, state: string, commit = head): (() => object) => {
    return () => ({ user: { login }, state, commit_id: commit === "" ? head : commit });
  };

  test.each([
    { name: "no approval: blocked", given: [], code: 1 },
    { name: "the platform team approved: allowed", given: [review("pat", "APPROVED")], code: 0 },
    {
      name: "the platform team approved an older commit: blocked",
      given: [review("pat", "APPROVED", "b".repeat(40))],
      code: 1,
    },
  ])("$name: exit code $code", async ({ given, code }) => {
    reviews = given.map((item) => item());
    expect(await applied("rita")).toBe(code);
  });

  test.each([
    { name: "the platform team pushed: allowed", pushed: () => [push("pat")], code: 0 },
    { name: "opened by the platform team and pushed by another team: blocked", pushed: () => [push("rita")], code: 1 },
    {
      name: "a bot pushed a hand-written file: blocked",
      pushed: () => [
        push("other[bot]", { activity_type: "push", before: git(root, "rev-parse", "HEAD~1").trim() }),
        push("pat"),
      ],
      code: 1,
    },
  ])("$name: exit code $code", async ({ pushed, code }) => {
    pushes = pushed();
    expect(await applied("pat")).toBe(code);
  });

  test("the commit of CI counts as generated only if it equals the build output", async () => {
    git(root, "reset", "--quiet", "--soft", "HEAD~1");
    git(root, "reset", "--quiet");
    git(root, "add", "tenants");
    git(root, "commit", "--quiet", "--message", "input");
    const before = commitAtHead(root);
    commitAll(root, "What follows");
    git(root, "checkout", "--quiet", "--detach");
    git(root, "branch", "--force", "main", "HEAD~2");
    [head, since] = [commitAtHead(root), "HEAD~2"];
    const bot = { activity_type: "push", before };
    pushes = [push("tenantry[bot]", bot), push("pat", { after: before })];
    expect(await applied("pat")).toBe(0);
    pushes = [push("tenantry[bot]", { ...bot, before: head }), push("pat", { after: head })];
    expect(await applied("pat")).toBe(1);
  });

  test("an approval for another branch does not count for the main branch", async () => {
    reviews = [review("pat", "APPROVED", head)()];
    expect(await applied("rita", { pull_request: pullBy("rita", { base: { ref: "topic-2" } }) })).toBe(1);
  });

  test("a checkout of another commit than the event's is incorrect usage", async () => {
    commitAll(root, "more");
    expect(await applied("pat")).toBe(2);
  });

  describe("a group of the merge queue", () => {
    /** The pull request merged onto the current main branch, as GitHub does. */
    function queued(onMain: () => void): { readonly head_sha: string; readonly head_ref: string } {
      git(root, "branch", "--force", "topic");
      git(root, "checkout", "--quiet", "--force", "main");
      git(root, "reset", "--quiet", "--hard", "HEAD~1");
      onMain();
      git(root, "checkout", "--quiet", "--detach");
      git(root, "merge", "--quiet", "--no-ff", "--no-edit", "topic");
      const group = commitAtHead(root);
      return { head_sha: group, head_ref: `refs/heads/gh-readonly-queue/main/pr-7-${"0".repeat(40)}` };
    }
    const inQueue = async (group: object): Promise<number> => {
      write(root, ".git/event.json", JSON.stringify({ repository: main, merge_group: group }));
      return (await tenantry(root, ["guard", "--event", ".git/event.json"], env)).code;
    };

    test("has the verdict of its pull request", async () => {
      const group = queued(() => undefined);
      expect(await inQueue(group)).toBe(1);
      reviews = [review("pat", "APPROVED", head)()];
      expect(await inQueue(group)).toBe(0);
    });

    test("does not include the changes that were merged before it", async () => {
      const group = queued(() => {
        write(root, "README.md", "Meanwhile\n");
        commitAll(root, "meanwhile");
      });
      reviews = [review("pat", "APPROVED", head)()];
      expect(await inQueue(group)).toBe(0);
    });

    test("has no verdict if its branch does not name a pull request", async () => {
      const group = queued(() => undefined);
      expect(await inQueue({ ...group, head_ref: "refs/heads/gh-readonly-queue/main/pr-x" })).toBe(2);
      expect(await inQueue({ ...group, head_ref: "refs/heads/mine" })).toBe(2);
    });
  });

  test("a merge commit without changes counts as a push", async () => {
    git(root, "branch", "--force", "topic");
    git(root, "checkout", "--quiet", "--force", "main");
    git(root, "reset", "--quiet", "--hard", "HEAD~1");
    write(root, "README.md", "Meanwhile\n");
    commitAll(root, "meanwhile");
    git(root, "checkout", "--quiet", "--detach", "topic");
    git(root, "merge", "--quiet", "--strategy", "ours", "--no-edit", "main");
    [head, since] = [commitAtHead(root), "main"];
    const before = git(root, "rev-parse", "topic").trim();
    pushes = [push("rita", { activity_type: "push", before }), push("pat", { after: before })];
    expect(await applied("pat")).toBe(1);
  });

  describe("of a run that follows another run", () => {
    async function followed(number: string, before: object): Promise<CommandOutput> {
      const event = { repository: main, workflow_run: { head_sha: head, ...before } };
      write(root, ".git/event.json", JSON.stringify(event));
      write(root, ".git/number", number);
      const args = ["guard", "HEAD~1", "--event", ".git/event.json", "--pull-request", ".git/number", "--status"];
      return tenantry(root, args, env);
    }
    const statuses = (): readonly unknown[] =>
      asked.flatMap(({ path, body }) => (path.includes("/statuses/") ? [body] : []));

    test("the verdict is a status of the commit", async () => {
      expect((await followed("7\n", { event: "pull_request" })).code).toBe(1);
      expect(statuses()).toEqual([
        { state: "failure", context: "tenantry/guard", description: expect.stringContaining("blocked: 1 finding") },
      ]);
      reviews = [review("pat", "APPROVED", head)()];
      expect((await followed("7\n", { event: "pull_request_review" })).code).toBe(0);
      expect(statuses().at(-1)).toMatchObject({ state: "success" });
    });

    test("a group of the merge queue has a status of its commit", async () => {
      const head_branch = `gh-readonly-queue/main/pr-7-${"0".repeat(40)}`;
      reviews = [review("pat", "APPROVED", head)()];
      expect((await followed("", { event: "merge_group", head_branch })).code).toBe(0);
      expect(statuses()).toMatchObject([{ state: "success" }]);
    });

    test.each([
      { name: "another pull request", number: "8", before: {} },
      { name: "a path", number: "7/../8", before: {} },
      { name: "a commit that it is not at", number: "7", before: { head_sha: "c".repeat(40) } },
    ])("$name is rejected, and the commit must not be merged", async ({ number, before }) => {
      expect((await followed(number, { event: "pull_request", ...before })).code).toBe(2);
      expect(statuses()).toMatchObject([
        { state: "failure", description: expect.stringContaining("guard did not finish") },
      ]);
    });

    test("invalid input files are a failed status of the commit", async () => {
      write(root, "tenants/churn.yaml", "nonsense: true\n");
      expect((await followed("7", { event: "pull_request" })).code).toBe(1);
      expect(statuses()).toMatchObject([{ state: "failure" }]);
    });
  });

  test.each([
    { name: "an event without a pull request", event: { pull_request: undefined } },
    {
      name: "an event with an invalid login",
      event: {
        pull_request: { number: 7, user: { login: "../x" }, head: { sha: "a".repeat(40) }, base: { ref: "main" } },
      },
    },
  ])("$name is rejected", async ({ event }) => {
    expect(await applied("rita", event)).toBe(2);
  });

  test("without a token, no request is sent", async () => {
    env = { ...env, GITHUB_TOKEN: undefined };
    expect(await applied("rita")).toBe(2);
  });
});

describe("files in the generated trees", () => {
  test.each([
    "clusters/evil/rendered/platform/seldon/role-x.yaml",
    "clusters/evil/applications/tenants/application-x.yaml",
    "clusters/production/rendered/tenants/nobody/workloads/model-x.yaml",
    "clusters/production/rendered/platform/seldon/.gitattributes",
    "platform/policies/validatingadmissionpolicy-x.yaml",
    "clusters/production/bootstrap/x.yaml",
    "platform/hubs/main/roots/production/application-x.yaml",
  ])("must equal the build output, with any mark: %s", async (file) => {
    const rendered = "clusters/production/rendered/tenants/churn/guardrails/limitrange-container-limits.yaml";
    const [mark = ""] = readFileSync(join(root, rendered), "utf8").split("\n");
    write(root, file, `${mark}\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: churn }\n`);
    commitAll(root, "mine");
    const { code, codes } = await verdict(...own);
    expect([code, codes.length > 0]).toEqual([1, true]);
  });
});
