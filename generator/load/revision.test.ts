import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { commitAll, git, initialised } from "../testing/git.ts";
import { emptyFolder, write } from "../testing/sandbox.ts";
import { filesPushed, openRevision } from "./revision.ts";

function repository(): string {
  const root = emptyFolder();
  write(root, "clusters/east/cluster.yaml", "kind: Cluster\n");
  return initialised(root);
}

test("a commit's files, and the files that differ on disk", async () => {
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
  ["reading the files fails for a commit with a missing folder", "HEAD:clusters/east", "files"],
  ["reading the differences fails for an index that git cannot read", undefined, "differing"],
] as const)("%s", async (_, missing, method) => {
  const root = repository();
  const revision = await openRevision(root, "refs/heads/main", "HEAD");
  if (missing === undefined) write(root, ".git/index", "no index");
  else {
    const id = git(root, "rev-parse", missing).trim();
    rmSync(join(root, ".git/objects", id.slice(0, 2), id.slice(2)), { force: false });
  }
  await expect(revision[method]("clusters/")).rejects.toThrow(ToolFailure);
});

test("in a folder of a repository, the files of a push begin at the folder, and other changed files are listed apart", async () => {
  const top = emptyFolder();
  write(top, "deploy/ml/tenants/a.yaml", "1");
  write(top, "web/index.html", "1");
  initialised(top);
  git(top, "checkout", "--quiet", "-b", "topic");
  const root = join(top, "deploy/ml");
  write(root, "tenants/a.yaml", "2");
  write(top, "web/index.html", "2");
  commitAll(top, "both");
  const [before, after] = ["main", "topic"].map((name) => git(top, "rev-parse", name).trim());
  expect(await filesPushed(root, before ?? "", after ?? "", "refs/heads/main")).toEqual([
    "tenants/a.yaml",
    "../../web/index.html",
  ]);
  write(top, "web/new file.html", "3");
  const revision = await openRevision(root, "refs/heads/main", "main");
  expect([...(await revision.differing())]).toEqual(["tenants/a.yaml"]);
  expect(await revision.differingOutside()).toEqual(["web/index.html", "web/new file.html"]);
  expect(await (await openRevision(top, "refs/heads/main", "main")).differingOutside()).toEqual([]);
});
