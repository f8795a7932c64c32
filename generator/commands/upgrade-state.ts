import { realpathSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { packagePath } from "../init/package-spec.ts";
import type { PlaceInGit } from "../load/git.ts";
import { filesChangedSince } from "../publish/worktree.ts";

/**
 * The path of the new package from the root of the clone, where it may be untracked: the upgrade copies it to vendor/.
 * Undefined if it is in vendor/ already, because git does not replace an untracked file.
 */
export function untrackedPackage(
  { top, folder }: PlaceInGit,
  given: string | undefined,
  cwd: string,
): string | undefined {
  const path = packagePath(given, cwd);
  if (path === undefined) return undefined;
  const inClone = relative(top, realpathSync(path)).replaceAll("\\", "/");
  return inClone === join(folder, "vendor", basename(path)).replaceAll("\\", "/") ? undefined : inClone;
}

/** The changed files of the changed folders of a checkout, if git contains the original folders. */
export async function changedFilesOf(
  folder: string,
  originals: Readonly<Record<string, string>>,
  ids: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const [path, id] of Object.entries(originals)) {
    if ((ids.get(path) ?? id) === id) continue;
    const files = await filesChangedSince(folder, id, path);
    if (files !== undefined && files.length > 0) found.set(path, files);
  }
  return found;
}
