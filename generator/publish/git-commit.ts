import { randomUUID } from "node:crypto";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { defined } from "../models/defined.ts";
import { gitRemote, gitProgram as local, type Program } from "../tools/programs.ts";
import type { ProgramResult } from "../tools/run.ts";
import { runTool } from "../tools/run-tool.ts";

/** A commit that is to be made of another one, and where it goes. */
export interface GitPush {
  /** The commit that it follows; nothing where it is the first of its branch. */
  readonly parent: string | undefined;
  readonly writes: ReadonlyMap<string, string>;
  readonly removes: readonly string[];
  readonly message: string;
  readonly remote: string;
  /** Without refs/heads/. */
  readonly branch: string;
}

/** Pushed; nothing to push, because it is there already; or somebody else pushed meanwhile. */
type Pushed = { readonly result: "pushed"; readonly commit: string } | { readonly result: "same" | "moved" };

/** The commit that a branch of a remote is at; nothing where there is no such branch. */
export async function tipOf(root: string, remote: string, branch: string): Promise<string | undefined> {
  const result = await git(root, gitRemote, ["ls-remote", "--heads", remote, `refs/heads/${branch}`]);
  return result.stdout.split(/\s/)[0] || undefined;
}

/** Gets a branch's commits into this clone. */
export async function fetchBranch(root: string, remote: string, branch: string): Promise<void> {
  await git(root, gitRemote, ["fetch", "--quiet", "--no-tags", remote, `refs/heads/${branch}`]);
}

/**
 * Makes a commit and pushes it, without a working tree: nothing of what it holds is ever a file here, so nothing of it is
 * run. Never forced: whoever was faster wins, and their own run follows.
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
    // A branch that is somewhere else now is no failure; one that refuses is.
    if ((await tipOf(root, remote, branch)) !== parent) return { result: "moved" };
    throw failure("push", pushed);
  } finally {
    await runTool(local, ["-C", root, "update-ref", "-d", ref], { cwd: root });
  }
}

async function idOf(root: string, name: string): Promise<string> {
  return (await git(root, local, ["rev-parse", "--verify", "--end-of-options", name])).stdout.trim();
}

/** https://git-scm.com/docs/git-fast-import: a hundred thousand files in one process. */
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

function failure(what: string, { stderr }: ProgramResult): ToolFailure {
  const [first = ""] = stderr.trim().split("\n");
  return new ToolFailure(`git ${what} failed: ${first}`, "Is the remote there, and may this token write to it?");
}
