import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findings as allFindings, tenantry } from "../testing/command-line.ts";
import { commitAll, git, initialised } from "../testing/git.ts";
import { cachedCopies, sampleCopy, tenantText, treeOf, write } from "../testing/sandbox.ts";
import { digestOf } from "../tools/cache.ts";
import { sampleFiles, sampleRepository, withoutSchema } from "../validate/sample.ts";

const platform = "platform/platform.yaml";
const own = "https://github.com/acme/ml.git";

/** A clone of the sample, built and merged. */
const merged = cachedCopies(async () => {
  const root = sampleCopy();
  await tenantry(root, ["build"]);
  initialised(root);
  git(root, "update-ref", "refs/remotes/origin/main", "HEAD");
  return root;
});

function edit(root: string, file: string, change: (text: string) => string): void {
  write(root, file, change(readFileSync(join(root, file), "utf8")));
}

function namesOwn(text: string): string {
  return text.replace(sampleRepository, own);
}

/** The findings, without the warning about the retired ingress controller of the sample. */
const findings = async (root: string): Promise<readonly string[]> =>
  (await allFindings(root)).filter((finding) => !finding.includes("addons/end-of-life"));

const errors = async (root: string): Promise<readonly string[]> =>
  (await findings(root)).map((finding) => finding.split(" ")[1] ?? "").filter((code) => code !== "platform/sample");

test("the table lists exactly the sample's files", () => {
  const root = sampleCopy();
  expect(readFileSync(join(root, platform), "utf8")).toContain(`url: ${sampleRepository}\n`);
  const texts = [...treeOf(root)].filter(([file]) => file.startsWith("tenants/") || file in sampleFiles);
  expect(Object.fromEntries(texts.map(([file, text]) => [file, digestOf(withoutSchema(text))]))).toEqual(sampleFiles);
});

describe("in the sample", () => {
  test("its tenants, its second cluster and their generated files are deleted, and the next steps are printed", async () => {
    const root = await merged();
    const result = await tenantry(root, ["remove-sample"]);
    expect([result.code, result.err]).toEqual([0, ""]);
    for (const file of Object.keys(sampleFiles)) expect(result.out).toContain(`removed ${file}\n`);
    expect(result.out).toContain("clusters/production/cluster.yaml");
    const left = [...treeOf(root).keys()];
    expect(left.filter((file) => /^tenants|staging|churn|fraud|recommendation/.test(file))).toEqual([]);
    expect(left).toContain("clusters/production/rendered/platform/namespaces/namespace-kafka.yaml");
    const checked = await tenantry(root, ["check"]);
    expect(checked).toMatchObject({ code: 0, out: expect.not.stringContaining("error") });
    expect(await findings(root)).toEqual([`${platform}:10:10 platform/sample`]);
  });

  test("afterwards the platform can be configured, before and after a commit", async () => {
    const root = await merged();
    await tenantry(root, ["remove-sample"]);
    edit(root, platform, (text) => namesOwn(text).replace("name: acme-ml", "name: tools"));
    edit(root, "clusters/production/cluster.yaml", (text) => text.replace("name: production", "name: live"));
    write(root, "clusters/live/cluster.yaml", readFileSync(join(root, "clusters/production/cluster.yaml"), "utf8"));
    rmSync(join(root, "clusters/production/cluster.yaml"));
    write(root, "tenants/pricing.yaml", tenantText("pricing").replace("production", "live"));
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    expect(treeOf(root, "clusters/production").size).toBe(0);
    expect(await findings(root)).toEqual([]);
    commitAll(root, "Make it ours");
    expect(await findings(root)).toEqual([]);
    expect((await tenantry(root, ["guard", "--team", "acme/ml-platform"])).code).toBe(0);
  });

  test("a changed file is kept and listed", async () => {
    const root = await merged();
    edit(root, "tenants/churn.yaml", (text) => text.replace("64Mi", "128Mi"));
    const { code, out } = await tenantry(root, ["remove-sample"]);
    // It still refers to a cluster and a tenant that would be deleted.
    expect([code, out]).toEqual([1, expect.stringContaining("nothing removed")]);
    expect(existsSync(join(root, "tenants/fraud-detection.yaml"))).toBe(true);
    edit(root, "tenants/churn.yaml", (text) => text.replace("staging: {}, ", "").replace(/^ {2}network: .*\n/m, ""));
    const again = await tenantry(root, ["remove-sample"]);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("kept tenants/churn.yaml")]);
    expect(await findings(root)).toEqual([]);
    rmSync(join(root, "tenants/churn.yaml"));
    expect(await errors(root)).toEqual([]);
  });

  test("a tenant of the user is kept", async () => {
    const root = await merged();
    write(root, "tenants/pricing.yaml", tenantText("pricing"));
    expect(await tenantry(root, ["remove-sample"])).toMatchObject({ code: 0 });
    expect([...treeOf(root, "tenants").keys()]).toEqual(["tenants/pricing.yaml"]);
  });

  test("a second removal: missing sample files: this repository contains no unchanged sample file", async () => {
    const root = await merged();
    await tenantry(root, ["remove-sample"]);
    expect(await tenantry(root, ["remove-sample"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("no unchanged"),
    });
  });
});

describe("only the merged platform decides, not a change", () => {
  const refused = async (root: string): Promise<void> => {
    const before = treeOf(root);
    expect(await tenantry(root, ["remove-sample"])).toMatchObject({ code: 2, out: "" });
    expect(treeOf(root)).toEqual(before);
    for (const file of Object.keys(sampleFiles).filter((key) => key.startsWith("tenants/"))) rmSync(join(root, file));
    expect(await errors(root)).toContain("lifecycle/out-of-order");
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 1 });
  };

  /** Merges a platform of the user on top of the sample. */
  const adopted = async (): Promise<string> => {
    const root = await merged();
    edit(root, platform, namesOwn);
    await tenantry(root, ["build"]);
    commitAll(root, "Ours");
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD");
    return root;
  };

  test("a platform that runs", async () => {
    await refused(await adopted());
  });

  test("a platform that runs, and a change that names the sample's repository", async () => {
    const root = await adopted();
    edit(root, platform, (text) => text.replace(own, sampleRepository));
    await refused(root);
  });

  test("the same, committed", async () => {
    const root = await adopted();
    git(root, "checkout", "--quiet", "-b", "topic");
    edit(root, platform, (text) => text.replace(own, sampleRepository));
    commitAll(root, "The sample again");
    await refused(root);
  });

  test("a branch from a commit of the sample", async () => {
    const root = await adopted();
    git(root, "checkout", "--quiet", "-b", "topic", "HEAD~1");
    await refused(root);
  });

  test("a repository with a new address keeps its tenants", async () => {
    const root = await adopted();
    edit(root, platform, (text) => text.replace(own, "https://github.com/acme/moved.git"));
    await refused(root);
  });

  test("a clone that lacks the branch, and a folder without git", async () => {
    const root = await merged();
    git(root, "checkout", "--quiet", "-b", "topic");
    git(root, "branch", "--quiet", "--delete", "--force", "main");
    git(root, "update-ref", "-d", "refs/remotes/origin/main");
    expect(await tenantry(root, ["remove-sample"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("git fetch"),
    });
    rmSync(join(root, ".git"), { recursive: true });
    await refused(root);
  });

  test("guard rejects the removal, too", async () => {
    const root = await adopted();
    git(root, "checkout", "--quiet", "-b", "topic");
    rmSync(join(root, "tenants/fraud-detection.yaml"));
    const { code, out } = await tenantry(root, ["guard", "--team", "acme/ml-platform", "--output", "json"]);
    expect([code, out]).toEqual([1, expect.stringContaining("lifecycle/out-of-order")]);
  });
});
