import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { commitAll, git, initialised } from "../testing/git.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { cachedCopies, sandbox } from "../testing/sandbox.ts";
import { lifecycleViolations } from "./lifecycle-order.ts";

const file = "tenants/fraud-detection.yaml";

/** A repository with its tree on main, and the working tree on a branch of it. */
const repository = cachedCopies(async () => {
  const root = sandbox("all");
  await tenantry(root, ["build"]);
  git(initialised(root), "checkout", "--quiet", "-b", "topic");
  return root;
});

async function findings(root: string): Promise<readonly string[]> {
  const found = await lifecycleViolations(root, inventoryOf(root));
  return found.map(({ code, at }) => `${at.file}:${at.line}:${at.column} ${code}`);
}

function setLifecycle(root: string, state: string): void {
  const text = readFileSync(join(root, file), "utf8").replace(/^ {2}lifecycle: .*\n/m, "");
  writeFileSync(join(root, file), text.replace("spec:\n", `spec:\n  lifecycle: ${state}\n`));
}

const tooEarly = [expect.stringMatching(/^tenants\/fraud-detection[.]yaml:\d+:14 lifecycle\/out-of-order$/)];

describe("a tenant can become drained only after draining is merged", () => {
  test("without draining first, it is rejected", async () => {
    const root = await repository();
    setLifecycle(root, "drained");
    expect(await findings(root)).toEqual(tooEarly);
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 1 });
  });

  test("with draining committed on the branch but not merged, it is rejected", async () => {
    const root = await repository();
    setLifecycle(root, "draining");
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    commitAll(root, "drain");
    setLifecycle(root, "drained");
    expect(await findings(root)).toEqual(tooEarly);
  });

  test("with draining merged, it is accepted", async () => {
    const root = await repository();
    setLifecycle(root, "draining");
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    commitAll(root, "drain");
    git(root, "checkout", "--quiet", "main");
    git(root, "merge", "--quiet", "topic");
    git(root, "checkout", "--quiet", "-b", "next");
    setLifecycle(root, "drained");
    expect(await findings(root)).toEqual([]);
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    commitAll(root, "drained");
    expect(await findings(root)).toEqual([]);
  });

  test("without git, the last built tree counts as merged", async () => {
    const root = sandbox("all");
    await tenantry(root, ["build"]);
    setLifecycle(root, "drained");
    expect(await findings(root)).toEqual(tooEarly);
    setLifecycle(root, "draining");
    await tenantry(root, ["build"]);
    setLifecycle(root, "drained");
    expect(await findings(root)).toEqual([]);
  });

  test("a tenant that never served can become drained at once", async () => {
    const root = sandbox();
    writeFileSync(
      join(root, "tenants/a.yaml"),
      "apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: { name: a }\nspec:\n  owner: { team: T, contact: t@acme.test, github: acme/t }\n  clusters: { production: {} }\n  lifecycle: drained\n",
    );
    expect(await findings(root)).toEqual([]);
  });
});

describe("changes with the effect of a skipped state are reported", () => {
  test("a deleted tenant file", async () => {
    const root = await repository();
    rmSync(join(root, file));
    expect(await findings(root)).toContain(`${file}:1:1 lifecycle/out-of-order`);
  });

  test("a tenant whose Servers and models are removed before it is suspended", async () => {
    const root = await repository();
    const churn = join(root, "tenants/churn.yaml");
    const text = readFileSync(churn, "utf8");
    const empty = text.replace(/servers: .*/, "servers: {}").replace(/models:\n.*/, "models: {}");
    writeFileSync(churn, empty);
    expect(await findings(root)).toEqual([
      expect.stringMatching(/^tenants\/churn[.]yaml:\d+:3 lifecycle\/out-of-order$/),
    ]);
    writeFileSync(churn, text.replace("spec:\n", "spec:\n  lifecycle: suspended\n"));
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    commitAll(root, "pause");
    git(root, "branch", "--force", "main", "HEAD");
    writeFileSync(churn, empty);
    expect(await findings(root)).toEqual([]);
  });

  test("a tree without its pattern can be rebuilt, but not moved to another pattern", async () => {
    const root = await repository();
    const project = join(root, "clusters/production/applications/platform/appproject-platform.yaml");
    writeFileSync(project, readFileSync(project, "utf8").replace("pattern: standard", "pattern: bogus"));
    commitAll(root, "corrupt");
    git(root, "branch", "--force", "main", "HEAD");
    // Its files still show the pattern's runtime: a rebuild is allowed, and a move is not.
    expect(await findings(root)).toEqual([]);
    const cluster = join(root, "clusters/production/cluster.yaml");
    const text = readFileSync(cluster, "utf8");
    writeFileSync(cluster, text.replace("pattern: standard", "pattern: enhanced"));
    expect((await findings(root)).some((finding) => finding.endsWith("lifecycle/out-of-order"))).toBe(true);
  });

  test("a clone without the branch gets a finding", async () => {
    const root = await repository();
    setLifecycle(root, "draining");
    await tenantry(root, ["build"]);
    commitAll(root, "drain");
    git(root, "branch", "--delete", "--force", "main");
    setLifecycle(root, "drained");
    expect(await findings(root)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^clusters\/production\/cluster[.]yaml:\d+:3 lifecycle\/out-of-order$/),
      ]),
    );
  });
});

test("a cluster can move its runtime only after all its tenants are drained in the merged revision", async () => {
  const root = await repository();
  const cluster = join(root, "clusters/production/cluster.yaml");
  const text = readFileSync(cluster, "utf8");
  const images =
    "images: { controller: { image: 'docker.io/seldonio/c:1', fixes: [server-config-lookup, watch-namespaces], reason: x, owner: y, reviewBy: 2027-01-01 } }";
  const choose = (seldon: string): void =>
    writeFileSync(cluster, text.replace(/ {2}seldon:\n(?: {4}.*\n)+/, `  seldon: { ${seldon} }\n`));
  choose(`pattern: enhanced, ${images}`);
  expect(await findings(root)).toEqual([
    expect.stringMatching(/^clusters\/production\/cluster[.]yaml:\d+:\d+ lifecycle/),
  ]);
  // Between patterns with runtimes in the same place, nothing has to be drained first.
  choose("pattern: dedicated");
  expect(await findings(root)).toEqual([]);

  for (const state of ["draining", "drained"]) {
    choose(`pattern: enhanced, ${images}`);
    expect(await findings(root)).toHaveLength(1);
    choose(`pattern: standard, lifecycle: ${state}`);
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    commitAll(root, state);
    git(root, "branch", "--force", "main", "HEAD");
  }
  choose(`pattern: enhanced, ${images}`);
  expect(await findings(root)).toEqual([]);
});

test("a platform that moves to another folder of its repository is compared with its former folder", async () => {
  const root = await repository();
  mkdirSync(join(root, "deploy/ml"), { recursive: true });
  for (const folder of ["clusters", "platform", "tenants"])
    renameSync(join(root, folder), join(root, "deploy/ml", folder));
  const moved = join(root, "deploy/ml");
  expect(await findings(moved)).toEqual([]);
  rmSync(join(moved, file));
  expect(new Set(await findings(moved))).toEqual(new Set([`${file}:1:1 lifecycle/out-of-order`]));
});
