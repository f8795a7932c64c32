import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { gitProgram } from "../tools/programs.ts";
import { runTool } from "../tools/run-tool.ts";

/** Creates a second working tree of a clone, with the files of the commit that is checked out. */
export async function addWorktree(root: string, folder: string): Promise<void> {
  // An interrupted run leaves an entry without a folder.
  await git(root, ["worktree", "prune"]);
  await git(root, ["worktree", "add", "--quiet", "--detach", folder, "HEAD"]);
}

/** Removes a working tree from its clone, with its files. */
export async function removeWorktree(root: string, folder: string): Promise<void> {
  await runTool(gitProgram, ["-C", root, "worktree", "remove", "--force", folder], { cwd: root });
}

/**
 * The changed and the untracked files of a working tree, from the root of the clone, without ignored files.
 * @param allowed An untracked file that is left out.
 */
export async function uncommittedFiles(root: string, allowed?: string): Promise<readonly string[]> {
  const listed = await git(root, ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"]);
  return listed.split("\0").flatMap((line) => (line === "" || line === `?? ${allowed}` ? [] : [line.slice(3)]));
}

/** The files that differ between a folder of the checked-out commit and an earlier tree. Undefined if git lacks the tree. */
export async function filesChangedSince(
  root: string,
  tree: string,
  folder: string,
): Promise<readonly string[] | undefined> {
  const args = ["diff-tree", "-r", "-z", "--name-only", "--no-renames", tree, `HEAD:./${folder}`];
  const { code, stdout } = await runTool(gitProgram, ["-C", root, ...args], { cwd: root });
  if (code !== 0) return undefined;
  return stdout.split("\0").flatMap((file) => (file === "" ? [] : [`${folder}/${file}`]));
}

/**
 * Adds all changes of a working tree to the next commit. Returns false if there are none.
 * @param written Files that belong to the commit even if git ignores them.
 */
export async function stageAllFiles(folder: string, written: readonly string[]): Promise<boolean> {
  await git(folder, ["add", "--all"]);
  if (written.length > 0) await git(folder, ["add", "--force", "--", ...written]);
  return (await git(folder, ["diff", "--cached", "--name-only"])) !== "";
}

/** Commits the added changes, and returns the id of the commit. */
export async function commitStaged(folder: string, message: string): Promise<string> {
  await git(folder, ["commit", "--quiet", "--no-verify", "--file=-"], message);
  return (await git(folder, ["rev-parse", "HEAD"])).trim();
}

/** Moves the checked-out branch and its files to a commit that follows the current one. */
export async function fastForward(root: string, commit: string): Promise<void> {
  await git(root, ["merge", "--quiet", "--ff-only", commit]);
}

/** The ids of files and folders in the commit that is checked out, by path. A missing path is left out. */
export async function objectIds(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const listed = await git(root, ["ls-tree", "-z", "HEAD", "--", ...paths]);
  return new Map(
    listed.split("\0").flatMap((line): readonly [string, string][] => {
      const [, id, path] = /^\d+ \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return id === undefined || path === undefined ? [] : [[path, id]];
    }),
  );
}

/** Runs git without hooks: they can depend on installed packages, which a second working tree does not have. */
async function git(root: string, args: readonly string[], input?: string): Promise<string> {
  const done = await runTool(gitProgram, ["-c", "core.hooksPath=/dev/null", "-C", root, ...args], {
    cwd: root,
    ...(input === undefined ? {} : { input }),
  });
  if (done.code === 0) return done.stdout;
  throw new ToolFailure(
    `git ${args[0]} failed: ${`${done.stderr}\n${done.stdout}`.trim().split("\n")[0] ?? ""}`,
    "Nothing was changed. Check that git commit works in the repository: user.name, user.email, and the signing of commits.",
  );
}
