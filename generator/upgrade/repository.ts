import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";

/** The files of a repository, as an upgrade reads them. */
export interface RepositoryFiles {
  /** The text of a file. Undefined if it does not exist, or is not a regular file. */
  readonly read: (file: string) => string | undefined;
  /** All regular files below a folder, sorted. */
  readonly below: (folder: string) => readonly string[];
}

/** Changes to the files of a repository. */
export interface FileChanges {
  readonly writes: ReadonlyMap<string, string | Uint8Array>;
  /** Files and folders. */
  readonly removes: readonly string[];
}

export function repositoryFiles(root: string): RepositoryFiles {
  const isFile = (file: string): boolean => lstatSync(join(root, file), { throwIfNoEntry: false })?.isFile() === true;
  return {
    read: (file) => (isFile(file) ? readFileSync(join(root, file), "utf8") : undefined),
    below: (folder) => {
      if (lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() !== true) return [];
      return readdirSync(join(root, folder), { recursive: true })
        .map((name) => `${folder}/${String(name).replaceAll("\\", "/")}`)
        .filter(isFile)
        .sort();
    },
  };
}

/** The files of a repository after changes that are not applied yet. */
export function filesAfter(files: RepositoryFiles, { writes, removes }: FileChanges): RepositoryFiles {
  const isRemoved = (file: string): boolean => removes.some((path) => isWithin(path, file));
  return {
    read: (file) => {
      const written = writes.get(file);
      if (written !== undefined) return typeof written === "string" ? written : new TextDecoder().decode(written);
      return isRemoved(file) ? undefined : files.read(file);
    },
    below: (folder) => {
      const kept = files.below(folder).filter((file) => !isRemoved(file));
      return [...new Set([...kept, ...[...writes.keys()].filter((file) => file.startsWith(`${folder}/`))])].sort();
    },
  };
}

/** Both changes as one. A file that only the first one writes is not written if the second one removes it. */
export function followedBy(first: FileChanges, second: FileChanges): FileChanges {
  const kept = [...first.writes].filter(([file]) => !second.removes.some((path) => isWithin(path, file)));
  return {
    writes: new Map([...kept, ...second.writes]),
    removes: [...first.removes, ...second.removes],
  };
}

/** Whether a path is a file, or a folder that contains the file. */
function isWithin(path: string, file: string): boolean {
  return file === path || file.startsWith(`${path}/`);
}

/**
 * Applies changes to files. It follows no symbolic link, because a link can lead out of the repository.
 * @throws UsageError before it changes anything, if a link, or a file in the place of a folder, is in the way.
 */
export function applyChanges(root: string, { writes, removes }: FileChanges): void {
  for (const file of writes.keys()) requirePlain(root, file);
  for (const path of removes) rmSync(join(root, path), { recursive: true, force: true });
  for (const [file, content] of writes) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}

function requirePlain(root: string, file: string): void {
  const parts = file.split("/");
  for (const [index] of parts.entries()) {
    const path = parts.slice(0, index + 1).join("/");
    const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (stat === undefined) return;
    const last = index === parts.length - 1;
    if (last ? stat.isFile() : stat.isDirectory()) continue;
    throw new UsageError(
      `${path} is ${stat.isSymbolicLink() ? "a symbolic link" : last ? "not a file" : "not a folder"}, and the upgrade writes ${file}`,
      `Replace ${path} with a plain ${last ? "file" : "folder"}, and commit.`,
    );
  }
}
