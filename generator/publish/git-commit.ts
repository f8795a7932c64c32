import { randomUUID } from "node:crypto";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { defined } from "../models/defined.ts";
import { gitRemote, gitProgram as local, type Program } from "../tools/programs.ts";
import type { ProgramResult } from "../tools/run.ts";
import { runTool } from "../tools/run-tool.ts";

/** A commit to create on top of another one, and the branch to push it to. */
export interface GitPush {
  /** The parent commit. Undefined for the first commit of the branch. */
  readonly parent: string | undefined;
  readonly writes: ReadonlyMap<string, string>;
  readonly removes: readonly string[];
  readonly message: string;
  readonly remote: string;
  /** Without refs/heads/. */
  readonly branch: string;
}

/** `same`: the branch already has these files. `moved`: the branch received another push meanwhile. */
type Pushed = { readonly result: "pushed"; readonly commit: string } | { readonly result: "same" | "moved" };

/** The message about a branch whose result is `moved`. */
export function branchMovedNote(branch: string): string {
  return `another push updated ${branch} during this run, and that push has its own run`;
}

/** The commit that a branch of a remote is at. Undefined if the branch does not exist. */
export async function tipOf(root: string, remote: string, branch: string): Promise<string | undefined> {
  const result = await git(root, gitRemote, ["ls-remote", "--heads", remote, `refs/heads/${branch}`]);
  return result.stdout.split(/\s/)[0] || undefined;
}

/** Fetches a branch's commits into this clone. */
export async function fetchBranch(root: string, remote: string, branch: string): Promise<void> {
  await git(root, gitRemote, ["fetch", "--quiet", "--no-tags", remote, `refs/heads/${branch}`]);
}

/**
 * Creates a commit and pushes it without a working tree. Its contents are never written as files here, so they cannot be
 * run. The push is never forced: if the branch received another push first, that push wins and has its own run.
 */
export async function pushCommit(root: string, wanted: GitPush): Promise<Pushed> {
  const { parent, remote, branch } = wanted;
  const ref = `refs/tenantry/${randomUUID()}`;
  try {
    await git(root, local, ["fast-import", "--quiet", "--date-format=now"], stream(ref, wanted));
    const commit = await idOf(root, ref);
    if (parent !== undefined && (await idOf(root, `${commit}^{tree}`)) === (await idOf(root, `${parent}^{tree}`)))
      return { result: "same" };
    const args = ["-C", root, "push", "--quiet", remote, `${commit}:refs/heads/${branch}`];
    const pushed = await runTool(gitRemote, args, { cwd: root });
    if (pushed.code === 0) return { result: "pushed", commit };
    // A branch that moved is an expected result. A branch that rejects the push is a failure.
    if ((await tipOf(root, remote, branch)) !== parent) return { result: "moved" };
    throw failure("push", pushed);
  } finally {
    await runTool(local, ["-C", root, "update-ref", "-d", ref], { cwd: root });
  }
}

async function idOf(root: string, name: string): Promise<string> {
  return (await git(root, local, ["rev-parse", "--verify", "--end-of-options", name])).stdout.trim();
}

/** https://git-scm.com/docs/git-fast-import: it writes a hundred thousand files in one process. */
function stream(ref: string, { parent, writes, removes, message }: GitPush): string {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  return [
    `commit ${ref}\ncommitter tenantry <tenantry@users.noreply.github.com> now\n${data(message)}`,
    ...(parent === undefined ? [] : [`from ${parent}\n`]),
    ...removes.map((file) => `D ${JSON.stringify(file)}\n`),
    ...[...writes].map(([file, text]) => `M 100644 inline ${JSON.stringify(file)}\n${data(text)}`),
  ].join("");
}

async function git(root: string, program: Program, args: readonly string[], input?: string): Promise<ProgramResult> {
  const done = await runTool(program, ["-C", root, ...args], { cwd: root, ...defined({ input }) });
  if (done.code !== 0) throw failure(args[0] ?? "", done);
  return done;
}

function failure(subcommand: string, { stderr }: ProgramResult): ToolFailure {
  const [first = ""] = stderr.trim().split("\n");
  return new ToolFailure(
    `git ${subcommand} failed: ${first}`,
    "Check that the remote exists, and that the token of this run may write to it.",
  );
}
