import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { git, initialised } from "../testing/git.ts";
import { emptyFolder, write } from "../testing/sandbox.ts";
import { openRevision } from "./revision.ts";

function repository(): string {
  const root = emptyFolder();
  write(root, "clusters/east/cluster.yaml", "kind: Cluster\n");
  return initialised(root);
}

test("a commit: its files, and those that the disk has otherwise", async () => {
  const root = repository();
  write(root, "clusters/east/cluster.yaml", "kind: Other\n");
  write(root, "clusters/west/cluster.yaml", "kind: Cluster\n");
  const revision = await openRevision(root, "refs/heads/main", "HEAD");
  expect([...(await revision.files("clusters/")).keys()]).toEqual(["clusters/east/cluster.yaml"]);
  expect([...(await revision.differing("clusters/"))].sort()).toEqual([
    "clusters/east/cluster.yaml",
    "clusters/west/cluster.yaml",
  ]);
});

test.each([
  ["a commit with a missing folder: its files are not none", "HEAD:clusters/east", "files"],
  ["an index that git cannot read: the differences are not none", undefined, "differing"],
] as const)("%s", async (_, missing, asked) => {
  const root = repository();
  const revision = await openRevision(root, "refs/heads/main", "HEAD");
  if (missing === undefined) write(root, ".git/index", "no index");
  else {
    const id = git(root, "rev-parse", missing).trim();
    rmSync(join(root, ".git/objects", id.slice(0, 2), id.slice(2)), { force: false });
  }
  await expect(revision[asked]("clusters/")).rejects.toThrow(ToolFailure);
});
