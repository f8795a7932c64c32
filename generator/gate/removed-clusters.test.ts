import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { commitAll, git, initialised } from "../testing/git.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { cachedCopies, replaceInFile, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";
import { lifecycleViolations } from "./lifecycle-order.ts";

const cluster = "clusters/staging/cluster.yaml";
const tenant = "tenants/churn.yaml";
const serving = "  servers: { mlserver: { template: mlserver } }\n";

/** A repository with one tenant on both clusters, merged to main. The working tree is on another branch. */
const merged = cachedCopies(async () => {
  const root = sandbox();
  write(root, tenant, tenantText("churn", serving).replace("production: {}", "production: {}, staging: {}"));
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  git(initialised(root), "checkout", "--quiet", "-b", "topic");
  return root;
});

function removeCluster(root: string): void {
  rmSync(join(root, cluster));
  replaceInFile(root, tenant, ", staging: {}", "");
}

function addLost(root: string): void {
  appendFileSync(join(root, "platform/platform.yaml"), "\n  lostClusters: { staging: The data centre was closed }\n");
}

async function findings(root: string): Promise<readonly string[]> {
  return (await lifecycleViolations(root, inventoryOf(root))).map(({ code, at }) => `${at.file} ${code}`);
}

async function merge(root: string, message: string): Promise<void> {
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  commitAll(root, message);
  git(root, "branch", "--force", "main", "HEAD");
}

/** Merges the commits that drain the cluster. */
async function drain(root: string): Promise<void> {
  const text = readFileSync(join(root, cluster), "utf8");
  for (const state of ["draining", "drained"]) {
    write(root, cluster, text.replace("seldon: {", `seldon: { lifecycle: ${state},`));
    await merge(root, state);
  }
}

test("a cluster whose tenants are not drained cannot be removed, and nothing is written", async () => {
  const root = await merged();
  removeCluster(root);
  expect(await findings(root)).toEqual([`${cluster} lifecycle/out-of-order`]);
  const before = treeOf(root);
  const built = await tenantry(root, ["build"]);
  expect(built.code).toBe(1);
  expect(built.out).toContain("plan --cluster staging --lifecycle removed");
  expect(treeOf(root)).toEqual(before);
});

test("a drained cluster can be removed, and its generated files are removed", async () => {
  const root = await merged();
  await drain(root);
  removeCluster(root);
  expect(await findings(root)).toEqual([]);
  await merge(root, "removed");
  expect([...treeOf(root).keys()].filter((file) => file.includes("staging"))).toEqual([]);
  expect(await tenantry(root, ["check", "--drift"])).toMatchObject({ code: 0 });
});

test("a cluster that is drained only in a commit that is not merged cannot be removed", async () => {
  const root = await merged();
  const text = readFileSync(join(root, cluster), "utf8");
  for (const state of ["draining", "drained"]) {
    write(root, cluster, text.replace("seldon: {", `seldon: { lifecycle: ${state},`));
    await tenantry(root, ["build"]);
    commitAll(root, state);
  }
  removeCluster(root);
  expect(await findings(root)).toEqual([`${cluster} lifecycle/out-of-order`]);
});

test("a renamed cluster counts as removed", async () => {
  const root = await merged();
  write(
    root,
    "clusters/lab/cluster.yaml",
    readFileSync(join(root, cluster), "utf8").replace("name: staging", "name: lab"),
  );
  rmSync(join(root, cluster));
  replaceInFile(root, tenant, "staging: {}", "lab: {}");
  expect(await findings(root)).toEqual([`${cluster} lifecycle/out-of-order`]);
});

test("without git, the last built tree counts as merged", async () => {
  const root = await merged();
  rmSync(join(root, ".git"), { recursive: true });
  removeCluster(root);
  expect(await findings(root)).toEqual([`${cluster} lifecycle/out-of-order`]);
});

test("a clone without the main branch: the removal of a drained cluster is rejected", async () => {
  const root = await merged();
  await drain(root);
  git(root, "branch", "--delete", "--force", "main");
  removeCluster(root);
  expect(await findings(root)).toEqual([`${cluster} lifecycle/out-of-order`]);
});

test("a lost cluster can be removed at once, and only while its entry exists", async () => {
  const root = await merged();
  removeCluster(root);
  addLost(root);
  expect(await findings(root)).toEqual([]);
  const text = git(root, "show", `HEAD:${cluster}`);
  await merge(root, "lost");
  write(root, cluster, text);
  const checked = await tenantry(root, ["check", "--output", "json"]);
  expect(JSON.parse(checked.out).diagnostics.map(({ code }: { code: string }) => code)).toContain(
    "reference/lost-cluster",
  );
});

test("diff and guard show the removal of a cluster", async () => {
  const root = await merged();
  await drain(root);
  removeCluster(root);
  await tenantry(root, ["build"]);
  commitAll(root, "removed");
  const { out } = await tenantry(root, ["diff", "main"]);
  expect(out).toContain("staging");
  const guard = await tenantry(root, ["guard", "main", "--team", "acme/team", "--output", "json"]);
  expect(JSON.parse(guard.out).diagnostics.map(({ file }: { file: string }) => file)).toContain(cluster);
  expect(await tenantry(root, ["guard", "main", "--team", "acme/ml-platform"])).toMatchObject({ code: 0 });
});

test("guard accepts the removal of a lost cluster by the platform team", async () => {
  const root = await merged();
  removeCluster(root);
  addLost(root);
  await tenantry(root, ["build"]);
  commitAll(root, "lost");
  expect(await tenantry(root, ["guard", "main", "--team", "acme/ml-platform"])).toMatchObject({ code: 0 });
  expect(await tenantry(root, ["guard", "main", "--team", "acme/team"])).toMatchObject({ code: 1 });
});

test("without the main branch, guard stops", async () => {
  const root = await merged();
  removeCluster(root);
  git(root, "branch", "--delete", "--force", "main");
  expect(await tenantry(root, ["guard", "--team", "acme/team"])).toMatchObject({ code: 2 });
});
