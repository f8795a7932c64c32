import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { lifecycleViolations } from "../gate/lifecycle-order.ts";
import type { TreeLayout } from "../layout/tree-layouts.ts";
import { openRevision } from "../load/revision.ts";
import { tenantry } from "../testing/command-line.ts";
import { commitAll, git, initialised } from "../testing/git.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { cachedCopies, sandbox } from "../testing/sandbox.ts";
import { revisionTree, treeInCurrentLayout } from "./revision-tree.ts";
import { diskTree } from "./tree.ts";

/** A layout in which an earlier version generated the objects of tenants, and the platform's AppProject. */
const earlier: TreeLayout = (path) =>
  path
    .replace(/^(clusters\/[^/]+)\/rendered\/tenants(?=\/|$)/, "$1/manifests")
    .replace(/^(clusters\/[^/]+)\/applications\/platform\/appproject-platform[.]yaml$/, "$1/project.yaml");

/** A platform whose merged tree has the earlier layout, with a working tree in the current layout. */
const upgraded = cachedCopies(async () => {
  const root = sandbox("all");
  await tenantry(root, ["build"]);
  for (const cluster of ["production", "staging"]) {
    const at = (path: string): string => join(root, "clusters", cluster, path);
    renameSync(at("rendered/tenants"), at("manifests"));
    renameSync(at("applications/platform/appproject-platform.yaml"), at("project.yaml"));
  }
  initialised(root);
  git(root, "checkout", "--quiet", "-b", "upgrade");
  for (const cluster of ["production", "staging"]) {
    const at = (path: string): string => join(root, "clusters", cluster, path);
    renameSync(at("manifests"), at("rendered/tenants"));
    renameSync(at("project.yaml"), at("applications/platform/appproject-platform.yaml"));
  }
  commitAll(root, "The current layout");
  return root;
});

let root = "";
beforeEach(async () => {
  root = await upgraded();
});

const file = "tenants/fraud-detection.yaml";

test("a tenant that the earlier layout shows as serving cannot be drained or removed at once", async () => {
  const text = readFileSync(join(root, file), "utf8");
  writeFileSync(join(root, file), text.replace("spec:\n", "spec:\n  lifecycle: drained\n"));
  const drained = await lifecycleViolations(root, inventoryOf(root), [earlier]);
  expect(drained.map(({ code, at }) => [code, at.file])).toEqual([["lifecycle/out-of-order", file]]);
  // Without the layout, the check sees a tree without tenants, and no violation.
  rmSync(join(root, file));
  expect(await lifecycleViolations(root, inventoryOf(root))).toEqual([]);
  const removed = await lifecycleViolations(root, inventoryOf(root), [earlier]);
  expect(new Set(removed.map(({ code, at }) => `${at.file} ${code}`))).toEqual(
    new Set([`${file} lifecycle/out-of-order`]),
  );
});

test("a changed pattern is compared with the pattern of the earlier layout", async () => {
  const cluster = join(root, "clusters/staging/cluster.yaml");
  writeFileSync(cluster, readFileSync(cluster, "utf8").replace("pattern: dedicated", "pattern: enhanced"));
  expect(await lifecycleViolations(root, inventoryOf(root))).toEqual([]);
  const found = await lifecycleViolations(root, inventoryOf(root), [earlier]);
  expect(found.map(({ at }) => at.file)).toEqual(["clusters/staging/cluster.yaml"]);
});

test("the tree of the earlier layout equals the tree of the current one, file by file", async () => {
  const tree = treeInCurrentLayout(await revisionTree(root, await openRevision(root, "refs/heads/main", "main")), [
    earlier,
  ]);
  const disk = diskTree(root);
  const folder = "clusters/staging/rendered/tenants";
  const files = [...disk.below(folder)].map((item) => item.file).sort();
  expect(files.length).toBeGreaterThan(20);
  expect([...tree.below(folder)].map((item) => item.file).sort()).toEqual(files);
  for (const path of files) expect(tree.read(path)).toBe(disk.read(path));
});
