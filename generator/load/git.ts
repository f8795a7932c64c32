import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { gitProgram } from "../tools/programs.ts";
import type { ProgramResult } from "../tools/run.ts";
import { runTool } from "../tools/run-tool.ts";

/**
 * The absolute path of the clone that contains a path, or undefined. A repository without a working tree does not count,
 * because it may come from an untrusted source.
 */
export function cloneAround(path: string): string | undefined {
  const at = resolve(path);
  if (existsSync(join(at, ".git"))) return at;
  return dirname(at) === at ? undefined : cloneAround(dirname(at));
}

/** The path of a folder from the root of its clone. Empty for the root, and without a clone. */
export function folderInClone(path: string): string {
  const at = existsSync(path) ? realpathSync(path) : path;
  return relative(cloneAround(at) ?? at, at).replaceAll("\\", "/");
}

/** Runs git in a folder. Undefined if git fails, or if the folder is not in a clone. */
export async function runGit(
  root: string,
  args: readonly string[],
  input?: string,
): Promise<ProgramResult | undefined> {
  if (cloneAround(root) === undefined) return undefined;
  const done = await gitResult(root, args, input);
  return done.code === 0 ? done : undefined;
}

function gitResult(root: string, args: readonly string[], input?: string): Promise<ProgramResult> {
  return runTool(gitProgram, ["-C", root, ...args], { cwd: root, ...(input === undefined ? {} : { input }) });
}

/**
 * Requires git, for commands that cannot distinguish a missing git from a folder outside of git otherwise.
 * @throws ToolFailure if git is not installed.
 */
export async function requireGit(root: string): Promise<void> {
  await gitResult(root, ["--version"]);
}

/** Where a folder is in its clone. */
export interface PlaceInGit {
  /** The absolute path of the clone's root. */
  readonly top: string;
  /** The path of the folder from that root, without a slash at its end. Empty for the root itself. */
  readonly folder: string;
}

/** Undefined if git is missing, or if the folder is not in a clone. git resolves symbolic links. */
export async function placeInGit(root: string): Promise<PlaceInGit | undefined> {
  const done = await runGit(root, ["rev-parse", "--show-toplevel", "--show-prefix"]).catch(() => undefined);
  const [top = "", prefix = ""] = done?.stdout.split("\n") ?? [];
  return top === "" ? undefined : { top, folder: prefix.replace(/\/$/, "") };
}

type Git = (...args: readonly string[]) => Promise<string | undefined>;

/** The output of git in a folder, or undefined if git fails. */
export function gitIn(root: string): Git {
  return async (...args) => (await runGit(root, args))?.stdout;
}

/**
 * The same for callers that must not treat a failure of git as empty output.
 * @throws ToolFailure if git fails.
 */
export function gitOrFail(root: string): (...args: readonly string[]) => Promise<string> {
  return async (...args) => {
    const done = await runGit(root, args);
    if (done !== undefined) return done.stdout;
    throw gitFailed(root, args.join(" "));
  };
}

function gitFailed(root: string, args: string): ToolFailure {
  return new ToolFailure(`git ${args.split(" ")[0]} failed in ${root}`, `To see the error, run git ${args}`);
}

/**
 * The commits of revisions, in the same order. Undefined for a revision that is not in this clone. One call for all.
 * @throws UsageError if the folder is not in a git repository.
 */
export async function commitsOf(root: string, revisions: readonly string[]): Promise<readonly (string | undefined)[]> {
  const requests = revisions.map((revision) => (revision.includes("\n") ? "" : `${revision}^{commit}`));
  const done = await runGit(root, ["cat-file", "--batch-check"], requests.map((line) => `${line}\n`).join(""));
  if (done === undefined)
    throw new UsageError(
      `${root} is not in a git repository`,
      "Run git init, and create a first commit. Tenantry compares files with a commit.",
    );
  const answers = done.stdout.split("\n");
  return requests.map((_, index) => /^([0-9a-f]+) commit \d+$/.exec(answers[index] ?? "")?.[1]);
}

/** The commit at which the working tree's history and a branch diverged. */
export interface MergeBase {
  /** The newest commit that both have. Undefined if they share none. */
  readonly commit: string | undefined;
  /** The newest commit of the branch. */
  readonly tip: string;
}

/**
 * The newest commit that the working tree's history shares with a branch: the remote's branch, or else the local one.
 * Undefined if neither exists.
 * @param branch Its short name: main.
 * @throws UsageError if the folder is not in a git repository.
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

/** The content of a git object: a file's text, or the names in a folder. */
export type GitObject = string | readonly string[];

/**
 * Objects by their names in git: a blob's id, or a file or folder in a commit as `<commit>:./<path>`. In the order of the
 * names, undefined for a missing one. One call reads all: for each line of input git prints a header line with a size, and
 * as many bytes.
 * @throws ToolFailure if git cannot read an object: a partial clone may not reach its remote.
 */
export async function objectsIn(root: string, names: readonly string[]): Promise<readonly (GitObject | undefined)[]> {
  if (names.length === 0) return [];
  const lines = await Promise.all(names.map((name) => asLine(root, name)));
  const { code, bytes } = await gitResult(root, ["cat-file", "--batch"], lines.map((line) => `${line}\n`).join(""));
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
    // A submodule is a commit in the tree.
    return type === "blob" ? content.toString("utf8") : undefined;
  });
}

/** A name that fits into one line. A name with line breaks is replaced by its id. */
async function asLine(root: string, name: string): Promise<string> {
  if (!name.includes("\n")) return name;
  const { code, stdout } = await gitResult(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", name]);
  // The exit code is 1 if the object does not exist.
  if (code > 1) throw gitFailed(root, "rev-parse");
  return stdout.trim();
}

/** Names in a tree: each entry is `<mode> <name>`, a zero byte, and the bytes of the id. */
function namesIn(tree: Buffer, idLength: number): readonly string[] {
  const names: string[] = [];
  for (let from = 0; from < tree.length; ) {
    const end = tree.indexOf(0, from);
    names.push(tree.toString("utf8", tree.indexOf(" ", from) + 1, end));
    from = end + 1 + idLength;
  }
  return names;
}
