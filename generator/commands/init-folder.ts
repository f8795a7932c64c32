import { existsSync, readdirSync, type Stats, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { cloneAround, placeInGit, requireGit } from "../load/git.ts";
import { statIfExists } from "../publish/tree.ts";
import { printable } from "../text/printable.ts";
import { RepositoryFolder } from "../validate/platform-repository.ts";
import { nearestFolder } from "./new-folder.ts";

/**
 * An empty folder can be a git repository already.
 * @throws UsageError if the path is not a new or empty folder.
 */
export function requireEmpty(target: string): void {
  if (target.split(sep).includes(".git"))
    throw new UsageError(`${target} is in a .git folder, whose files belong to git`, "Name a folder outside of it.");
  requireNoDanglingLink(target);
  const stat = statOf(target);
  if (stat === undefined) return;
  if (!stat.isDirectory()) throw new UsageError(`${target} is not a folder`, "Name a new folder.");
  const [first] = readdirSync(target).filter((name) => name !== ".git");
  if (first !== undefined)
    throw new UsageError(
      `${target} is not empty: it contains ${printable(first)}`,
      "Name a new folder, for example npx --no-install tenantry init ml-platform.",
    );
}

/** Undefined if the path does not exist. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(
      `invalid folder ${printable(path)}: ${unusablePaths[code] ?? code}`,
      "Name another folder, for example npx --no-install tenantry init ml-platform.",
    );
  }
}

const unusablePaths: Readonly<Record<string, string>> = {
  ELOOP: "its symbolic links form a loop",
  ENAMETOOLONG: "the name is too long for this file system",
  EACCES: "you may not read the folder that contains it",
};

/** @throws UsageError if the folder, or a folder around it, is a symbolic link to a path that does not exist. */
function requireNoDanglingLink(path: string): void {
  if (statOf(path) !== undefined || path === dirname(path)) return;
  if (statIfExists(path)?.isSymbolicLink() === true)
    throw new UsageError(
      `${path} is a symbolic link to a path that does not exist`,
      "Remove the link, or name another folder.",
    );
  requireNoDanglingLink(dirname(path));
}

interface FolderInRepository {
  /** The root of the repository that contains the folder. */
  readonly top: string;
  readonly path: string;
}

/** The place of a folder in the repository around it. Undefined for a folder outside of git, and for the root of a repository. */
export async function folderInRepository(target: string): Promise<FolderInRepository | undefined> {
  const existing = nearestFolder(target);
  if (cloneAround(existing) !== undefined) await requireGit(existing);
  const place = await placeInGit(existing);
  if (place === undefined) return undefined;
  const path = [place.folder, relative(existing, target).replaceAll("\\", "/")].filter((part) => part !== "").join("/");
  if (path === "") return undefined;
  const { success } = RepositoryFolder.safeParse(path);
  if (!success)
    throw new UsageError(
      `invalid folder ${printable(path)} of the repository ${place.top}`,
      "Name a folder with letters, digits, ., _ and - only, for example deploy/ml.",
    );
  return { top: place.top, path };
}

/** @throws UsageError if one of the files exists. */
export function requireMissing(top: string, files: readonly string[]): void {
  const existing = files.find((file) => existsSync(join(top, file)));
  if (existing !== undefined)
    throw new UsageError(`${existing} already exists`, "Remove the file first, if no other platform uses it.");
}
