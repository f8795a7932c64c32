import { expect, test } from "vitest";
import { commitAll, commitAtHead, git, initialised, originOf, withOrigin } from "../testing/git.ts";
import { emptyFolder, write } from "../testing/sandbox.ts";
import { type GitPush, pushCommit } from "./git-commit.ts";

function repository(): string {
  const root = emptyFolder();
  write(root, "a", "a\n");
  return withOrigin(initialised(root));
}

const wanted = (parent: string, writes: Readonly<Record<string, string>>): GitPush => ({
  parent,
  writes: new Map(Object.entries(writes)),
  removes: [],
  message: "More\n",
  remote: "origin",
  branch: "main",
});
const tip = (root: string): string => git(originOf(root), "rev-parse", "main").trim();

test("a commit on top of the branch's tip is pushed", async () => {
  const root = repository();
  const head = commitAtHead(root);
  const pushed = await pushCommit(root, wanted(head, { b: "b\n" }));
  expect(pushed).toEqual({ result: "pushed", commit: tip(root) });
  expect(git(originOf(root), "rev-parse", "main^").trim()).toBe(head);
  expect(git(originOf(root), "show", "main:b")).toBe("b\n");
});

test("a branch that received another push meanwhile is not changed", async () => {
  const root = repository();
  const head = commitAtHead(root);
  write(root, "c", "c\n");
  commitAll(root, "meanwhile");
  git(root, "push", "--quiet", "origin", "main");
  expect(await pushCommit(root, wanted(head, { b: "b\n" }))).toEqual({ result: "moved" });
  expect(tip(root)).toBe(commitAtHead(root));
});

test("files that the branch already has are not pushed", async () => {
  const root = repository();
  expect(await pushCommit(root, wanted(commitAtHead(root), { a: "a\n" }))).toEqual({ result: "same" });
  expect(tip(root)).toBe(commitAtHead(root));
});
