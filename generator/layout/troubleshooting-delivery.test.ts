import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { commitAll, git, initialised, withOrigin } from "../testing/git.ts";
import { type RunbookLine, sectionLines } from "../testing/runbook.ts";
import { sandbox, write } from "../testing/sandbox.ts";

const file = "tenants/fraud-detection.yaml";
const page = "clusters/production/overlays/tenants/fraud-detection/README.md";
const experiment = "fraud-ab-test-experiment";

/** A clone of a repository in which a merge changed the weights, with later commits after it. */
async function clone(): Promise<string> {
  const root = await built();
  git(root, "switch", "--quiet", "--create", "weights");
  await change(
    root,
    file,
    "fraud-v1-baseline: 80, fraud-v2-candidate: 20",
    "fraud-v1-baseline: 10, fraud-v2-candidate: 90",
  );
  git(root, "switch", "--quiet", "main");
  await change(root, "tenants/churn.yaml", "memory: 64Mi", "memory: 65Mi");
  git(root, "merge", "--quiet", "--no-ff", "--message", "Merge weights", "weights");
  await change(root, file, "replicas: 1", "replicas: 2");
  return withOrigin(root);
}

async function built(): Promise<string> {
  const root = initialised(sandbox("all"));
  await build(root);
  commitAll(root, "built");
  return root;
}

async function build(root: string): Promise<void> {
  expect((await tenantry(root, ["build"])).code).toBe(0);
}

async function change(root: string, path: string, from: string, to: string): Promise<void> {
  const text = readFileSync(join(root, path), "utf8");
  expect(text).toContain(from);
  write(root, path, text.replace(from, to));
  await build(root);
  commitAll(root, `${path}: ${to}`);
}

function linesOf(root: string, heading: string): readonly RunbookLine[] {
  return sectionLines(readFileSync(join(root, page), "utf8"), heading);
}

/** Runs a line of a page unchanged, except for the replaced word in capitals. */
async function run(root: string, line: string): Promise<string> {
  const [, subcommand] = /^npx --no-install tenantry (.*)$/.exec(line) ?? [];
  if (subcommand === undefined)
    return execFileSync("sh", ["-c", line], {
      cwd: root,
      encoding: "utf8",
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_AUTHOR_NAME: "Tester",
        GIT_AUTHOR_EMAIL: "tester@acme.test",
        GIT_COMMITTER_NAME: "Tester",
        GIT_COMMITTER_EMAIL: "tester@acme.test",
      },
      stdio: ["ignore", "pipe", "ignore"],
    });
  const { code, out, err } = await tenantry(root, subcommand.split(" "));
  expect([code, err]).toEqual([0, ""]);
  return out;
}

describe("the rollback commands of a README", () => {
  test("revert one merge, with its changes below clusters/, and push a branch", async () => {
    const root = await clone();
    for (const { line } of linesOf(root, "### Roll back a change")) {
      const commit = git(root, "log", "--merges", "--max-count", "1", "--format=%h").trim();
      const message = await run(root, line.replace("COMMIT", commit));
      if (line.startsWith("git log")) expect(message).toContain(`${commit} Merge weights`);
    }
    const tenant = readFileSync(join(root, file), "utf8");
    expect([tenant.includes("fraud-v2-candidate: 20"), tenant.includes("replicas: 2")]).toEqual([true, true]);
    expect((await tenantry(root, ["check"])).code).toBe(0);
    expect(git(root, "status", "--porcelain")).toBe("");
    expect(git(root, "rev-parse", "origin/revert-fraud-detection")).toBe(git(root, "rev-parse", "HEAD"));
  });

  test("restore a model's earlier artifact, and remove a candidate from the split, on one cluster only", async () => {
    const root = await built();
    for (const { line } of linesOf(root, "### Roll back a model"))
      await run(root, line.replace("EARLIER", "s3://mlflow-artifacts/39/models/m-0/artifacts"));
    const rendered = (cluster: string, name: string): string =>
      readFileSync(join(root, `clusters/${cluster}/rendered/tenants/fraud-detection/workloads/${name}.yaml`), "utf8");
    expect(rendered("production", "model-fraud-v1-baseline")).toContain("m-0/artifacts");
    expect(rendered("production", `experiment-${experiment}`)).toMatch(/fraud-v2-candidate\n *weight: 0$/m);
    expect(rendered("staging", `experiment-${experiment}`)).toMatch(/fraud-v2-candidate\n *weight: 50$/m);
  });
});
