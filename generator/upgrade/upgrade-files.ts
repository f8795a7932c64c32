import { posix } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { type PinnedPackage, specIn } from "../init/package-spec.ts";
import type { EnvironmentFacts } from "../init/repository-files.ts";
import { inSharedRepository } from "../init/shared-repository.ts";
import { workflowFiles } from "../init/shipped-files.ts";
import { platformFile } from "../load/input-files.ts";
import { readObject } from "../models/read-object.ts";
import { branchName } from "../text/branch-name.ts";
import { valueAt } from "../validate/merge.ts";
import { type Checkout, checkouts } from "./checkout.ts";
import { type CheckoutState, fromCheckout } from "./from-checkout.ts";
import { migrationsBetween } from "./path.ts";
import { type PinnedVersion, withPinnedPackage } from "./pinned-version.ts";
import { type Release, releases } from "./releases.ts";
import { type FileChanges, filesAfter, followedBy, type RepositoryFiles } from "./repository.ts";

/** The change of a repository's own files from one version of Tenantry to another, before a build. */
export interface Upgrade {
  readonly from: string;
  readonly to: string;
  /** The changes other than the version itself, for people. */
  readonly migrations: readonly string[];
  readonly changes: FileChanges;
  /** The workflows that the platform's team owns and that differ from those of the new version. */
  readonly otherWorkflows: readonly string[];
}

/** Where an upgrade begins. */
export interface UpgradeStart extends CheckoutState {
  readonly files: RepositoryFiles;
  /** The files below the root of the clone, which contain the workflows. */
  readonly rootFiles: RepositoryFiles;
  readonly pinned: PinnedVersion;
}

/**
 * The files that an upgrade changes: the pinned version, and the results of the migrations.
 * @param to The version of the package to pin, which is the version of the running program.
 * @throws UsageError if there is no way from the one version to the other.
 */
export function upgradeFiles(
  { files, rootFiles, ids, changedFiles, pinned: before }: UpgradeStart,
  to: string,
  target: PinnedPackage,
  known: readonly Release[] = releases,
): Upgrade {
  const migrations = migrationsBetween(before.version, to, known);
  const pin =
    before.as === "package"
      ? pinPackage(files, target)
      : replaceCheckout(files, { ids, changedFiles }, before.version, target);
  const tarball = target.tarball === undefined ? [] : [[target.tarball.file, target.tarball.bytes] as const];
  const pinned = { ...pin.changes, writes: new Map([...pin.changes.writes, ...tarball]) };
  return {
    from: before.version,
    to,
    migrations: [...pin.summaries, ...migrations.map(({ summary }) => summary)],
    changes: migrations.reduce<FileChanges>(
      (earlier, { changes }) => followedBy(earlier, changes(filesAfter(files, earlier))),
      pinned,
    ),
    otherWorkflows: before.as === "package" ? otherWorkflows(files, rootFiles) : [],
  };
}

interface Pin {
  readonly changes: FileChanges;
  readonly summaries: readonly string[];
}

/** The previous tarball is removed, because package.json no longer names it. */
function pinPackage(files: RepositoryFiles, { spec, tarball }: PinnedPackage): Pin {
  const text = files.read("package.json") ?? "{}";
  const written = withPinnedPackage(text, spec);
  const previous = posix.normalize(specIn(text)?.replace(/^file:/, "") ?? "");
  const old = files.below("vendor").filter((file) => file === previous && file !== tarball?.file);
  return {
    summaries: tarball === undefined || old.length === 0 ? [] : [`${tarball.file} replaces ${old.join(" and ")}`],
    changes: { writes: new Map([["package.json", written]]), removes: old },
  };
}

function replaceCheckout(
  files: RepositoryFiles,
  state: CheckoutState,
  version: string,
  { spec, tarball }: PinnedPackage,
): Pin {
  const checkout = checkouts.find((candidate) => candidate.version === version);
  if (checkout === undefined)
    throw new UsageError(
      `this repository is a checkout of Tenantry ${version}, which upgrade cannot replace with the package`,
      "Merge the tag of the new version. To use the package instead, create a repository with npx --no-install tenantry init, and copy tenants/, platform/ and clusters/*/cluster.yaml.",
    );
  return fromCheckout(checkout, state, files, factsOf(files), { spec, file: tarball?.file });
}

/** A removed workflow is not listed: the team does not want it. */
function otherWorkflows(files: RepositoryFiles, rootFiles: RepositoryFiles): readonly string[] {
  const { branch, folder } = factsOf(files);
  const own = workflowFiles(branch);
  const shipped = folder === undefined ? own : inSharedRepository(own, folder);
  return [...shipped].flatMap(([file, text]) => {
    const found = rootFiles.read(file);
    return found === undefined || found === text ? [] : [file];
  });
}

/** The paths that an upgrade of a checkout compares, with git's ids of their original contents. */
export function checkoutIds(version: string): Readonly<Record<string, string>> {
  const checkout: Checkout | undefined = checkouts.find((candidate) => candidate.version === version);
  return checkout === undefined ? {} : { ...checkout.replaced, ...checkout.obsolete };
}

function factsOf(files: RepositoryFiles): EnvironmentFacts & { readonly folder: string | undefined } {
  const platform = readObject(files.read(platformFile));
  const text = (...path: readonly string[]): string => String(valueAt(platform, path) ?? "");
  return {
    name: text("metadata", "name"),
    github: text("spec", "owner", "github"),
    branch: branchName(text("spec", "repository", "revision")),
    folder: text("spec", "repository", "path") || undefined,
  };
}
