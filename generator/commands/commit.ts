import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { openGitHub } from "../github/api.ts";
import { openPullRequest } from "../github/pull-request.ts";
import { isMarked } from "../layout/marks.ts";
import { codeOwnersFile, policiesFolder } from "../layout/paths.ts";
import { platformFile } from "../load/input-files.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import { readText } from "../load/read-text.ts";
import { openRevision } from "../load/revision.ts";
import { type Bundle, maxBundleBytes, readBundle } from "../publish/bundle.ts";
import { fetchBranch, pushCommit, tipOf } from "../publish/git-commit.ts";
import { byFolder } from "../publish/tree.ts";
import { branchName } from "../text/branch-name.ts";
import { valueAt } from "../validate/merge.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";

export const commitCommand = defineCommand<Omit<CommitOptions, "bundle">>({
  name: "commit",
  group: "workflow",
  summary: "push what a bundle holds, as one commit",
  description: "push what a bundle holds, as one commit after the one that it was made for; trusts nothing in it",
  examples: ['commit bundle.json --head "$HEAD" --branch "$BRANCH"'],
  options: (command) =>
    command
      .argument("<bundle>", "what bundle wrote")
      .requiredOption("--head <commit>", "the commit that the bundle is to be for")
      .requiredOption("--branch <name>", "the branch whose newest commit that is")
      .option("--remote <name>", "where to push", "origin")
      .option("--propose", "push to a branch of its own, and open a pull request on GitHub", false),
  run: ({ root, flags, args: [file = ""], context }) => commit(root, { bundle: file, ...flags }, context),
});

interface CommitOptions {
  readonly bundle: string;
  /** The commit that the run was about, by somebody who can be trusted: GitHub, not the bundle. */
  readonly head: string;
  readonly branch: string;
  readonly remote: string;
  /** Instead of pushing to the branch, propose it there: for a branch that takes no pushes. */
  readonly propose: boolean;
}

/** Pushes what a bundle holds as one commit after the one that it was made for; 0 also where there is nothing to do. */
async function commit(root: string, options: CommitOptions, context: CommandContext): Promise<ExitCode> {
  const { head, branch, remote, propose } = options;
  requireNames(options);
  if (!propose && branch === mainBranchOf(root))
    throw new UsageError(
      `${branch} is what clusters follow: nothing is pushed there unreviewed`,
      "Call with --propose.",
    );
  const bundle = readBundle(textOf(resolve(context.cwd, options.bundle)));
  if (bundle.head !== head)
    throw new UsageError(
      `the bundle is for ${bundle.head.slice(0, 10)}, and not for ${head.slice(0, 10)}`,
      nothingPushed,
    );
  const count = Object.keys(bundle.writes).length + bundle.removes.length;
  if (count === 0) return report(context, "nothing to push: what is committed is what the inputs give");
  if ((await tipOf(root, remote, branch)) !== head)
    return report(
      context,
      `nothing pushed: ${branch} is not at ${head.slice(0, 10)} any more, and its own run follows`,
    );
  await fetchBranch(root, remote, branch);
  await requireMarks(root, bundle);
  const target = propose ? `tenantry/fresh-${head.slice(0, 10)}` : branch;
  if (propose && (await tipOf(root, remote, target)) !== undefined)
    return report(context, `nothing pushed: ${target} proposes it already`);
  context.writing?.();
  const pushed = await pushCommit(root, {
    parent: head,
    writes: new Map(Object.entries(bundle.writes)),
    removes: bundle.removes,
    message: `Write what the inputs give\n\n${count} generated files.\n\nTenantry-source: ${head}\n`,
    remote,
    branch: target,
  });
  if (pushed.result !== "pushed")
    return report(
      context,
      pushed.result === "same"
        ? "nothing to push: the files are there already"
        : `nothing pushed: somebody pushed to ${branch} meanwhile, and that run follows`,
    );
  context.out(`pushed ${pushed.commit.slice(0, 10)} to ${target}: ${count} generated files\n`);
  if (propose) context.out(`${await openPullRequest(openGitHub(context.env), context.env, target, branch, head)}\n`);
  return 0;
}

const nothingPushed = "Nothing was pushed.";

function report({ out }: CommandContext, what: string): ExitCode {
  out(`${what}\n`);
  return 0;
}

function requireNames({ head, branch }: CommitOptions): void {
  if (!/^[0-9a-f]{40,64}$/.test(head)) throw new UsageError(`${JSON.stringify(head)} is no commit`, nothingPushed);
  if (!/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(branch) || branch.includes("..") || branch.startsWith("refs/"))
    throw new UsageError(`${JSON.stringify(branch)} is no branch that this pushes to`, nothingPushed);
}

/** The branch that Argo CD follows, by the platform's own file; nothing where that cannot be read. */
function mainBranchOf(root: string): string | undefined {
  const text = existsSync(join(root, platformFile)) ? readText(root, platformFile) : undefined;
  const read = text?.ok === true ? parseYaml(text.value) : undefined;
  const revision = read?.ok === true ? valueAt(read.value.value, ["spec", "repository", "revision"]) : undefined;
  return typeof revision === "string" ? branchName(revision) : undefined;
}

function textOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true)
    throw new UsageError(`there is no bundle ${file}`, "npx --no-install tenantry bundle makes one.");
  if (stat.size > maxBundleBytes) throw new UsageError("the bundle is larger than any fleet", nothingPushed);
  return readFileSync(file, "utf8");
}

/** What is replaced or removed was generated before: nobody's own file goes, whatever a bundle says. */
async function requireMarks(root: string, { head, writes, removes }: Bundle): Promise<void> {
  const revision = await openRevision(root, "", head);
  const touched = new Set([...Object.keys(writes), ...removes]);
  const there = await revision.files("clusters/", `${policiesFolder}/`, codeOwnersFile);
  const folders = byFolder(there.keys());
  for (const file of touched)
    if (folders.has(file))
      throw new UsageError(`${file} is a folder, and the bundle would replace or remove all of it`, nothingPushed);
  const texts = await revision.texts(new Map([...there].filter(([file]) => touched.has(file))));
  for (const [file, text] of texts)
    if (!isMarked(text))
      throw new UsageError(`${file} is somebody's own, and the bundle would replace or remove it`, nothingPushed);
}
