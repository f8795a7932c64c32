import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { openGitHub } from "../github/api.ts";
import { openPullRequest } from "../github/pull-request.ts";
import { isMarked } from "../layout/marks.ts";
import { codeOwnersFile, pathFromRoot, sharedFolders } from "../layout/paths.ts";
import { type PlaceInGit, placeInGit } from "../load/git.ts";
import { platformFile } from "../load/input-files.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import { readText } from "../load/read-text.ts";
import { openRevision } from "../load/revision.ts";
import { type Bundle, maxBundleBytes, readBundle } from "../publish/bundle.ts";
import { codeOwnersAt } from "../publish/code-owners-file.ts";
import { branchMovedNote, fetchBranch, pushCommit, tipOf } from "../publish/git-commit.ts";
import { byFolder } from "../publish/tree.ts";
import { branchName } from "../text/branch-name.ts";
import { valueAt } from "../validate/merge.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";

export const commitCommand = defineCommand<Omit<CommitOptions, "bundle">>({
  name: "commit",
  group: "workflow",
  summary: "push the files of a bundle as one commit",
  description:
    "push the files of a bundle from an untrusted run as one commit on top of the commit that the bundle names",
  examples: ['commit bundle.json --head "$HEAD" --branch "$BRANCH"'],
  options: (command) =>
    command
      .argument("<bundle>", "a file that the command bundle wrote")
      .requiredOption("--head <commit>", "the commit that the bundle must name")
      .requiredOption("--branch <name>", "the branch whose newest commit must be --head")
      .option("--remote <name>", "the remote to push to", "origin")
      .option("--propose", "push to a separate branch, and open a pull request on GitHub", false),
  run: ({ root, flags, args: [file = ""], context }) => commit(root, { bundle: file, ...flags }, context),
});

interface CommitOptions {
  readonly bundle: string;
  /** The commit of the run that wrote the bundle, from a trusted source: GitHub, not the bundle. */
  readonly head: string;
  readonly branch: string;
  readonly remote: string;
  /** Whether to open a pull request instead of pushing to the branch, for a branch that does not accept pushes. */
  readonly propose: boolean;
}

/**
 * Pushes the contents of a bundle as one commit on top of the commit that it was made for. The exit code is 0 also if there
 * is nothing to push.
 */
async function commit(root: string, options: CommitOptions, context: CommandContext): Promise<ExitCode> {
  const { head, branch, remote, propose } = options;
  requireNames(options);
  if (!existsSync(join(root, platformFile)))
    throw new UsageError(
      `missing file ${platformFile} in ${root}`,
      `Run the command in the folder that contains platform/, or pass this folder with -C. ${nothingPushed}`,
    );
  if (!propose && branch === mainBranchOf(root))
    throw new UsageError(
      `push to ${branch} is not allowed: Argo CD syncs this branch, so its changes need a review`,
      "Use --propose to open a pull request.",
    );
  const bundle = readBundle(textOf(resolve(context.cwd, options.bundle)));
  if (bundle.head !== head)
    throw new UsageError(
      `invalid bundle: it is for commit ${bundle.head.slice(0, 10)}, not for ${head.slice(0, 10)}`,
      nothingPushed,
    );
  const place = await placeInGit(root);
  const folder = place === undefined || place.folder === "" ? undefined : place.folder;
  const count = Object.keys(bundle.writes).length + bundle.removes.length;
  if (count === 0 && folder === undefined) return report(context, upToDate);
  if ((await tipOf(root, remote, branch)) !== head)
    return report(
      context,
      `nothing pushed: ${branch} is no longer at ${head.slice(0, 10)}, and the new commit of ${branch} has its own run`,
    );
  await fetchBranch(root, remote, branch);
  await requireMarks(root, bundle);
  const owners = place === undefined || folder === undefined ? new Map() : await codeOwnersOf(place, bundle);
  const changed = count + owners.size;
  if (changed === 0) return report(context, upToDate);
  const target = propose ? `tenantry/fresh-${head.slice(0, 10)}` : branch;
  if (propose && (await tipOf(root, remote, target)) !== undefined)
    return report(context, `nothing pushed: branch ${target} already proposes these files`);
  context.writing?.();
  const pushed = await pushCommit(root, {
    parent: head,
    writes: new Map([
      ...Object.entries(bundle.writes).map(([file, text]): [string, string] => [pathFromRoot(folder, file), text]),
      ...owners,
    ]),
    removes: bundle.removes.map((file) => pathFromRoot(folder, file)),
    message: `Update generated files\n\n${changed} generated files.\n\nTenantry-source: ${head}\n`,
    remote,
    branch: target,
  });
  if (pushed.result !== "pushed")
    return report(
      context,
      pushed.result === "same"
        ? "nothing to push: the branch already has these files"
        : `nothing pushed: ${branchMovedNote(branch)}`,
    );
  context.out(`pushed ${pushed.commit.slice(0, 10)} to ${target}: ${changed} generated files\n`);
  if (propose) context.out(`${await openPullRequest(openGitHub(context.env), context.env, target, branch, head)}\n`);
  return 0;
}

const nothingPushed = "Nothing was pushed.";
const upToDate = "nothing to push: the committed generated files are up to date";

function report({ out }: CommandContext, message: string): ExitCode {
  out(`${message}\n`);
  return 0;
}

function requireNames({ head, branch }: CommitOptions): void {
  if (!/^[0-9a-f]{40,64}$/.test(head)) throw new UsageError(`invalid commit ${JSON.stringify(head)}`, nothingPushed);
  if (!/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(branch) || branch.includes("..") || branch.startsWith("refs/"))
    throw new UsageError(`invalid branch ${JSON.stringify(branch)}`, nothingPushed);
}

/** The branch that Argo CD syncs, from platform.yaml. Undefined if the file cannot be read. */
function mainBranchOf(root: string): string | undefined {
  const text = existsSync(join(root, platformFile)) ? readText(root, platformFile) : undefined;
  const read = text?.ok === true ? parseYaml(text.value) : undefined;
  const revision = read?.ok === true ? valueAt(read.value.value, ["spec", "repository", "revision"]) : undefined;
  return typeof revision === "string" ? branchName(revision) : undefined;
}

function textOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true)
    throw new UsageError(`missing bundle ${file}`, "Create the bundle with npx --no-install tenantry bundle.");
  if (stat.size > maxBundleBytes) throw new UsageError(`too many bytes in bundle ${file}`, nothingPushed);
  return readFileSync(file, "utf8");
}

/** The change of the CODEOWNERS that other projects use too. The bundle contains only the section for it. */
async function codeOwnersOf(
  { top, folder }: PlaceInGit,
  { head, writes }: Bundle,
): Promise<ReadonlyMap<string, string>> {
  const updated = await codeOwnersAt(await openRevision(top, "", head), folder, writes[codeOwnersFile]);
  if (updated.ok) return updated.value;
  const [problem] = updated.diagnostics;
  throw new UsageError(`${problem?.at.file}:${problem?.at.line}: ${problem?.message}`, nothingPushed);
}

/** Rejects a bundle that replaces or removes a file without the mark of generated files. */
async function requireMarks(root: string, { head, writes, removes }: Bundle): Promise<void> {
  const revision = await openRevision(root, "", head);
  const touched = new Set([...Object.keys(writes), ...removes]);
  const committed = await revision.files("clusters/", ...sharedFolders.map((folder) => `${folder}/`), codeOwnersFile);
  const folders = byFolder(committed.keys());
  for (const file of touched)
    if (folders.has(file))
      throw new UsageError(
        `invalid path ${file} in the bundle: it is a folder, which the bundle would replace or remove`,
        nothingPushed,
      );
  const texts = await revision.texts(new Map([...committed].filter(([file]) => touched.has(file))));
  for (const [file, text] of texts)
    if (!isMarked(text))
      throw new UsageError(
        `invalid path ${file} in the bundle: it is a hand-written file, which the bundle would replace or remove`,
        nothingPushed,
      );
}
