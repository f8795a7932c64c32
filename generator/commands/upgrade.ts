import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { type DifferenceData, differenceData } from "../diff/data.ts";
import { compareStates, statementsOf } from "../diff/difference.ts";
import { packageToPin } from "../init/package-spec.ts";
import { openBase } from "../load/base.ts";
import { placeInGit, requireGit } from "../load/git.ts";
import { platformFile } from "../load/input-files.ts";
import { readObject } from "../models/read-object.ts";
import { changesOf } from "../plan/change.ts";
import { applyPublication } from "../publish/apply.ts";
import { openStaging } from "../publish/staging.ts";
import {
  addWorktree,
  commitStaged,
  fastForward,
  objectIds,
  removeWorktree,
  stageAllFiles,
  uncommittedFiles,
} from "../publish/worktree.ts";
import { listText } from "../text/listed.ts";
import { ownVersion } from "../tools/own-version.ts";
import { npmProgram } from "../tools/programs.ts";
import { runTool } from "../tools/run-tool.ts";
import { closeScratch, openScratch } from "../tools/scratch.ts";
import { type PinnedVersion, tenantryVersion, withoutLocked } from "../upgrade/pinned-version.ts";
import { applyChanges, repositoryFiles } from "../upgrade/repository.ts";
import { type Upgraded, upgradeData, upgradeDocument, upgradeMessage } from "../upgrade/upgrade-document.ts";
import { checkoutIds, type Upgrade, upgradeFiles } from "../upgrade/upgrade-files.ts";
import { valueAt } from "../validate/merge.ts";
import { readBaseAndHead } from "./base-and-head.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { changedFilesOf, untrackedPackage } from "./upgrade-state.ts";

export const upgradeCommand = defineCommand<UpgradeFlags>({
  name: "upgrade",
  group: "platform",
  summary: "move this repository to this version of Tenantry",
  description:
    "move this repository to the version of Tenantry that runs this command. The command pins the version, runs its migrations, builds, shows the effects on the clusters, and creates one commit. If a check fails, nothing changes",
  examples: ["upgrade", "upgrade --package ../tenantry-0.2.0.tgz"],
  forms: documentForms,
  options: (command) =>
    command.option("--package <tarball-or-url>", "the package to pin (default: the package that runs now)"),
  run: ({ root, flags, context }) => upgrade(root, flags, context),
});

interface UpgradeFlags {
  readonly package?: string;
  readonly output: DocumentForm;
}

/** Prepares the commit in a second working tree, and moves the branch to it only if all checks pass. */
async function upgrade(root: string, flags: UpgradeFlags, context: CommandContext): Promise<ExitCode> {
  await requireGit(root);
  const place = await placeInGit(root);
  if (place === undefined)
    throw new UsageError(
      `${root} is not in a git repository`,
      "Run git init, and commit all files. An upgrade is one commit, which you can review and revert.",
    );
  const uncommitted = await uncommittedFiles(root, untrackedPackage(place, flags.package, context.cwd));
  if (uncommitted.length > 0)
    throw new UsageError(
      `uncommitted changes: ${listText(uncommitted, 3)}`,
      "Commit or stash all changes first, so that the commit of the upgrade contains nothing else.",
    );
  const scratch = openScratch();
  const tree = join(scratch, "tree");
  try {
    await addWorktree(root, tree);
    const folder = join(tree, place.folder);
    const from = await startOf(folder);
    if (from.version === ownVersion() && from.as === "package") return upToDate(from.version, flags.output, context);
    return await upgradeFrom(from, { root, tree, folder }, flags, context);
  } finally {
    await removeWorktree(root, tree);
    closeScratch(scratch);
  }
}

/**
 * The version that an upgrade begins with. If another tool has committed the version of the running program already, it is
 * the version of the merged revision.
 */
async function startOf(folder: string): Promise<PinnedVersion> {
  const { read } = repositoryFiles(folder);
  const here = tenantryVersion(read);
  if (here === undefined)
    throw new UsageError(
      "missing version of Tenantry: package-lock.json does not contain the package",
      "Run npm install, and commit package-lock.json.",
    );
  if (here.version !== ownVersion()) return here;
  const branch = valueAt(readObject(read(platformFile)), ["spec", "repository", "revision"]);
  const base = await openBase(folder, typeof branch === "string" ? branch : "refs/heads/main");
  const files = await Promise.all(
    ["package.json", "package-lock.json"].map(async (file) => [file, await base.read(file)] as const),
  );
  const merged = new Map(files.flatMap(([file, object]) => (typeof object === "string" ? [[file, object]] : [])));
  return tenantryVersion((file) => merged.get(file)) ?? here;
}

function upToDate(version: string, output: DocumentForm, context: CommandContext): ExitCode {
  const text = `The repository uses Tenantry ${version} already, and nothing changes. To update generated files, run npm start.`;
  printDocument(
    { blocks: [{ text }], data: { version: 1, from: version, to: version, commit: null } },
    output,
    context,
  );
  return 0;
}

interface UpgradePlace {
  /** The user's repository. */
  readonly root: string;
  /** The root of the second working tree. */
  readonly tree: string;
  /** The same repository in the second working tree. */
  readonly folder: string;
}

async function upgradeFrom(
  from: PinnedVersion,
  { root, tree, folder }: UpgradePlace,
  { package: given, output }: UpgradeFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const originals = checkoutIds(from.version);
  const ids = await objectIds(folder, Object.keys(originals));
  const upgrade = upgradeFiles(
    {
      files: repositoryFiles(folder),
      rootFiles: repositoryFiles(tree),
      ids,
      changedFiles: await changedFilesOf(folder, originals, ids),
      pinned: from,
    },
    ownVersion(),
    packageToPin(given, context.cwd),
  );
  const difference = await buildUpgrade(upgrade, folder, context);
  if (!("changes" in difference)) {
    printRefusal(difference.diagnostics, output, context);
    if (output === "text") context.out("Nothing was changed.\n");
    return 1;
  }
  if (!(await stageAllFiles(folder, [...upgrade.changes.writes.keys(), "package-lock.json"])))
    return upToDate(upgrade.to, output, context);
  const commit = await commitStaged(folder, upgradeMessage({ upgrade, difference }));
  context.writing?.();
  await fastForward(root, commit);
  const upgraded: Upgraded = { upgrade, difference, commit };
  printDocument({ blocks: upgradeDocument(upgraded), data: upgradeData(upgraded) }, output, context);
  return 0;
}

/** Changes the files in the second working tree, and returns the effects on the clusters, or the errors of the checks. */
async function buildUpgrade(
  { changes }: Upgrade,
  folder: string,
  context: CommandContext,
): Promise<DifferenceData | { readonly diagnostics: readonly Diagnostic[] }> {
  applyChanges(folder, changes);
  forgetLocked(folder);
  await writeLock(folder, context);
  requireLocked(folder);
  const comparison = await readBaseAndHead(folder, "HEAD", undefined, context);
  if (!("revision" in comparison)) return comparison;
  const { base, head, publication, drift, revision, diagnostics } = comparison;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { diagnostics: errors };
  const objects = changesOf(publication, base.tree);
  const effects = compareStates(revision.name, objects, statementsOf(base, head, objects), diagnostics);
  // The base's tree reads unchanged files from disk, so the files are written last.
  applyPublication(folder, await openStaging(folder, context), drift);
  return differenceData(effects);
}

/** Whether npm locked this version: a wrong package in `--package` would otherwise be pinned. */
function requireLocked(folder: string): void {
  const locked = tenantryVersion(repositoryFiles(folder).read);
  if (locked?.as === "package" && locked.version === ownVersion()) return;
  throw new UsageError(
    `invalid package: npm locks ${locked === undefined ? "no package tenantry" : `Tenantry ${locked.version}`}, and this is Tenantry ${ownVersion()}`,
    "Nothing was changed. Name the package of this version with --package.",
  );
}

/** Removes the package from the lock file: npm does not read a package again whose file has the same name. */
function forgetLocked(folder: string): void {
  const file = join(folder, "package-lock.json");
  const text = repositoryFiles(folder).read("package-lock.json");
  if (text !== undefined) writeFileSync(file, withoutLocked(text));
}

/** Has npm write package-lock.json, which CI installs from. It installs nothing and runs no script of a package. */
async function writeLock(folder: string, { env }: CommandContext): Promise<void> {
  const done = await runTool(npmProgram, ["install", "--package-lock-only", "--ignore-scripts"], { cwd: folder, env });
  if (done.code === 0) return;
  const lines = done.stderr.trim().split("\n");
  const first = lines.find((line) => line.startsWith("npm error")) ?? lines[0] ?? "";
  throw new ToolFailure(
    `npm cannot write package-lock.json: ${first}`,
    "Nothing was changed. Check that npm reaches its registry (npm config get registry), and run the command again.",
  );
}
