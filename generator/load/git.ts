import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { gitProgram } from "../tools/programs.ts";
import type { ProgramResult } from "../tools/run.ts";
import { runTool } from "../tools/run-tool.ts";

/**
 * The clone that a path lies in, as an absolute path; nothing where it lies in none. A repository without a working tree that
 * lies in a folder is none: it may be anybody's.
 */
export function cloneAround(path: string): string | undefined {
  const at = resolve(path);
  if (existsSync(join(at, ".git"))) return at;
  return dirname(at) === at ? undefined : cloneAround(dirname(at));
}

/** Runs git in a folder; nothing where it fails, or the folder lies in no clone. */
export async function runGit(
  root: string,
  args: readonly string[],
  input?: string,
): Promise<ProgramResult | undefined> {
  if (cloneAround(root) === undefined) return undefined;
  const done = await askGit(root, args, input);
  return done.code === 0 ? done : undefined;
}

function askGit(root: string, args: readonly string[], input?: string): Promise<ProgramResult> {
  return runTool(gitProgram, ["-C", root, ...args], { cwd: root, ...(input === undefined ? {} : { input }) });
}

type Git = (...args: readonly string[]) => Promise<string | undefined>;

/** What git prints in a folder, or nothing where it fails. */
export function gitIn(root: string): Git {
  return async (...args) => (await runGit(root, args))?.stdout;
}

/**
 * The same where what git cannot tell must not be taken for nothing.
 * @throws ToolFailure where it fails.
 */
export function gitOrFail(root: string): (...args: readonly string[]) => Promise<string> {
  return async (...args) => {
    const done = await runGit(root, args);
    if (done !== undefined) return done.stdout;
    throw gitFailed(root, args.join(" "));
  };
}

function gitFailed(root: string, asked: string): ToolFailure {
  return new ToolFailure(`git ${asked.split(" ")[0]} failed in ${root}`, `Run it to see why: git ${asked}`);
}

/**
 * The commits that revisions name, in their order; nothing for one that is not in this clone. One call for all.
 * @throws UsageError where the folder is in no git repository.
 */
export async function commitsOf(root: string, revisions: readonly string[]): Promise<readonly (string | undefined)[]> {
  const asked = revisions.map((revision) => (revision.includes("\n") ? "" : `${revision}^{commit}`));
  const done = await runGit(root, ["cat-file", "--batch-check"], asked.map((line) => `${line}\n`).join(""));
  if (done === undefined)
    throw new UsageError(
      `${root} is not in a git repository`,
      "There is nothing to compare with before the first commit.",
    );
  const answers = done.stdout.split("\n");
  return asked.map((_, index) => /^([0-9a-f]+) commit \d+$/.exec(answers[index] ?? "")?.[1]);
}

/** Where the working tree's history and a branch parted. */
export interface MergeBase {
  /** The newest commit that both have; nothing where they share none. */
  readonly commit: string | undefined;
  /** The newest commit of the branch. */
  readonly tip: string;
}

/**
 * The newest commit that the working tree's history shares with a branch, as the remote has it or else as this clone does;
 * nothing where neither does.
 * @param branch Its short name: main.
 * @throws UsageError where the folder is in no git repository.
 */
export async function mergeBase(root: string, branch: string): Promise<MergeBase | undefined> {
  const [remote, local, head] = await commitsOf(root, [
    `refs/remotes/origin/${branch}`,
    `refs/heads/${branch}`,
    "HEAD",
  ]);
  const tip = remote ?? local;
  if (tip === undefined) return undefined;
  const commit = tip === head ? tip : (await gitIn(root)("merge-base", "HEAD", tip))?.trim();
  return { commit, tip };
}

/** What git keeps under a name: a file's text, or the names in a folder. */
export type GitObject = string | readonly string[];

/**
 * Objects that git names: a blob's id, or a file or folder in a commit as `<commit>:./<path>`. In the order of the names;
 * nothing for one that is not there. One call for all: git answers each line of its input with a head line, and as many bytes
 * as that says.
 * @throws ToolFailure where git cannot tell: a clone without all of its objects may not reach its remote.
 */
export async function objectsIn(root: string, names: readonly string[]): Promise<readonly (GitObject | undefined)[]> {
  if (names.length === 0) return [];
  const lines = await Promise.all(names.map((name) => asLine(root, name)));
  const { code, bytes } = await askGit(root, ["cat-file", "--batch"], lines.map((line) => `${line}\n`).join(""));
  let from = 0;
  return names.map(() => {
    const end = bytes.indexOf("\n", from);
    const message = bytes.toString("utf8", from, Math.max(from, end));
    from = end + 1;
    if (code === 0 && / (?:missing|ambiguous|submodule)$/.test(message)) return undefined;
    const [, id = "", type, size = ""] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(message) ?? [];
    const content = bytes.subarray(from, from + Number(size));
    if (code !== 0 || type === undefined || content.length < Number(size)) throw gitFailed(root, "cat-file --batch");
    from += Number(size) + 1;
    if (type === "tree") return namesIn(content, id.length / 2);
    // A submodule in the tree is a commit.
    return type === "blob" ? content.toString("utf8") : undefined;
  });
}

/** A name that fits into a line: one with line breaks is asked about by its id. */
async function asLine(root: string, name: string): Promise<string> {
  if (!name.includes("\n")) return name;
  const { code, stdout } = await askGit(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", name]);
  // It ends with 1 where there is none.
  if (code > 1) throw gitFailed(root, "rev-parse");
  return stdout.trim();
}

/** Names in a tree: each entry is `<mode> <name>`, a byte of zero, and so many bytes of an id. */
function namesIn(tree: Buffer, idLength: number): readonly string[] {
  const names: string[] = [];
  for (let from = 0; from < tree.length; ) {
    const end = tree.indexOf(0, from);
    names.push(tree.toString("utf8", tree.indexOf(" ", from) + 1, end));
    from = end + 1 + idLength;
  }
  return names;
}
