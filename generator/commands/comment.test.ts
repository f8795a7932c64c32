import { beforeEach, describe, expect, test } from "vitest";
import type { DifferenceData } from "../diff/data.ts";
import { type CommandOutput, tenantry } from "../testing/command-line.ts";
import { type FakeGitHub, fakeGitHub, type RecordedRequest } from "../testing/fake-github.ts";
import { initialised } from "../testing/git.ts";
import { sandbox, write } from "../testing/sandbox.ts";

const head = "a".repeat(40);
const data: DifferenceData = {
  version: 1,
  base: "main at 1234567890",
  message: "ignored: the program computes it again",
  risk: "high",
  clean: true,
  statements: [
    {
      topic: "reach",
      risk: "high",
      cluster: "production",
      tenant: "churn",
      about: "churn -> mlflow",
      message: "opens 5000/TCP",
    },
  ],
  changes: [
    {
      verb: "create",
      cluster: "production",
      tenant: "churn",
      object: { group: "", kind: "ConfigMap", namespace: "churn", name: "one" },
    },
  ],
  diagnostics: [],
};
let root = "";

beforeEach(() => {
  root = sandbox();
  write(root, "diff.json", JSON.stringify(data));
  write(root, "pull-request", "7\n");
});

async function commented(github: FakeGitHub): Promise<CommandOutput> {
  return tenantry(root, ["comment", "diff.json", "--head", head], github.env);
}

function answering(comments: readonly object[], pull: object = { state: "open", head: { sha: head } }) {
  return ({ path, method }: RecordedRequest): unknown => {
    if (path === "/repos/acme/ml/pulls/7") return pull;
    if (path.startsWith("/repos/acme/ml/issues/7/comments?")) return comments;
    return method === "GET" ? undefined : {};
  };
}

test("the first diff creates a comment, and the next diff updates it", async () => {
  const first = await fakeGitHub(answering([]));
  expect((await commented(first)).out).toBe("commented on pull request 7\n");
  expect(first.requests.at(-1)).toEqual({
    method: "POST",
    path: "/repos/acme/ml/issues/7/comments",
    body: { body: expect.stringMatching(/^<!-- tenantry diff -->\n# 1 tenant, 1 cluster, 1 object\n/) },
  });
  const own = { id: 3, user: { type: "Bot" }, body: "<!-- tenantry diff -->\nold" };
  const second = await fakeGitHub(answering([{ id: 1, user: { type: "User" }, body: own.body }, { id: 2 }, own]));
  await commented(second);
  expect(second.requests.at(-1)).toMatchObject({ method: "PATCH", path: "/repos/acme/ml/issues/comments/3" });
});

test.each([
  { name: "closed", pull: { state: "closed", head: { sha: head } } },
  { name: "at another commit", pull: { state: "open", head: { sha: "b".repeat(40) } } },
  { name: "missing", pull: undefined },
])("nothing is written on a pull request that is $name", async ({ pull }) => {
  const github = await fakeGitHub(({ path }) => (path === "/repos/acme/ml/pulls/7" ? pull : []));
  const { code, out } = await commented(github);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("no comment written") });
  expect(github.requests).toHaveLength(1);
});

test("a diff without changes updates an earlier comment, and creates no comment", async () => {
  write(root, "diff.json", JSON.stringify({ ...data, statements: [], changes: [] }));
  const own = { id: 3, user: { type: "Bot" }, body: "<!-- tenantry diff -->\nold" };
  const [first, later] = [await fakeGitHub(answering([])), await fakeGitHub(answering([own]))];
  expect((await commented(first)).out).toContain("no comment written: pull request 7 changes nothing");
  expect(first.requests.map(({ method }) => method)).toEqual(["GET", "GET"]);
  expect((await commented(later)).out).toBe("commented on pull request 7\n");
  expect(later.requests.at(-1)).toMatchObject({ method: "PATCH", path: "/repos/acme/ml/issues/comments/3" });
});

describe("an untrusted file", () => {
  test.each([
    { name: "not JSON", file: "diff.json", text: "{" },
    { name: "not an object", file: "diff.json", text: "[]" },
    { name: "a diff with an additional field", file: "diff.json", text: JSON.stringify({ ...data, run: "x" }) },
    { name: "a number that is a path", file: "pull-request", text: "7/../8" },
    { name: "not a number", file: "pull-request", text: "-1" },
    {
      name: "a very long name",
      file: "diff.json",
      text: JSON.stringify({ ...data, statements: [{ ...data.statements[0], tenant: "x".repeat(10_000_000) }] }),
    },
  ])("$name: no request to GitHub", async ({ file, text }) => {
    write(root, file, text);
    const github = await fakeGitHub(answering([]));
    expect((await commented(github)).code).toBe(2);
    expect(github.requests).toEqual([]);
  });

  test("is shown escaped", async () => {
    const about =
      "GH-12 acme/x@0123456789012345678901234567890123456789 deadbeef &commat;pat https&colon;//evil.test &#64;pat acme/ml!7 [free](https://evil.test) http://evil.test www.evil.test #1 @everybody <img src=x> \u202e `x` <!-- tenantry diff -->";
    write(root, "diff.json", JSON.stringify({ ...data, base: about, statements: [{ ...data.statements[0], about }] }));
    const { out } = await tenantry(root, ["comment", "diff.json", "--dry"]);
    expect(out).not.toMatch(/[^\\]\[free|@everybody|[^\\]<|\u202e|https?:\/|www[.]|#1/);
    expect(out).not.toMatch(/GH-\d|[0-9a-f]{7}|&(?!amp;)/i);
    expect(out).toContain("free");
  });
});

test("errors in the input files are commented instead of a diff", async () => {
  write(root, "tenants/churn.yaml", "nonsense: true\n");
  write(root, ".gitignore", "");
  initialised(root);
  const refused = await tenantry(root, ["diff", "HEAD", "--output", "json"]);
  expect(refused.code).toBe(1);
  write(root, "diff.json", refused.out);
  const { code, out } = await tenantry(root, ["comment", "diff.json", "--dry"]);
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^## Errors that prevent the comparison\n\n- tenants\/churn[.]yaml:1:1 /),
  ]);
});

test("a missing token is reported in one line, without a stack", async () => {
  const github = await fakeGitHub(answering([]));
  const result = await tenantry(root, ["comment", "diff.json", "--head", head], { ...github.env, GITHUB_TOKEN: "" });
  expect(result).toMatchObject({ code: 2, err: expect.stringContaining("missing GITHUB_TOKEN") });
});
