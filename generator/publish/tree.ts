import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { clustersIn } from "../layout/paths.ts";
import type { Publication } from "./publication.ts";

/** A state of the generated files: on disk, in a commit, or after a publication that is not applied yet. */
export interface Tree {
  /** The text of a regular file, "" for anything else at this path, or undefined if the path does not exist. */
  readonly read: (file: string) => string | undefined;
  /** All files below a folder. A link, or a file in the place of the folder, is not regular. */
  readonly below: (folder: string) => Iterable<{ readonly file: string; readonly regular: boolean }>;
  /** Names of the clusters that have a folder. */
  readonly clusters: () => readonly string[];
}

export function diskTree(root: string): Tree {
  return {
    read: (file) => readIfThere(join(root, file)),
    below: (folder) => filesBelow(root, folder),
    clusters: () => foldersIn(join(root, "clusters")),
  };
}

/** The files by folder. A file is listed under every folder above it. */
export function byFolder(files: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) {
      const known = found.get(folder);
      if (known === undefined) found.set(folder, [file]);
      else known.push(file);
    }
  }
  return found;
}

/** The tree after a publication. */
export function treeAfter(tree: Tree, { writes, prunes }: Publication): Tree {
  const gone = new Set(prunes);
  const written = byFolder(writes.keys());
  return {
    read: (file) => (gone.has(file) ? undefined : (writes.get(file) ?? tree.read(file))),
    below: function* (folder) {
      const seen = new Set<string>();
      for (const item of tree.below(folder)) {
        seen.add(item.file);
        if (!gone.has(item.file)) yield item;
      }
      for (const file of written.get(folder) ?? []) if (!seen.has(file)) yield { file, regular: true };
    },
    clusters: () => [...new Set([...tree.clusters(), ...clustersIn(writes.keys())])],
  };
}

function foldersIn(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function* filesBelow(root: string, folder: string): Generator<{ readonly file: string; readonly regular: boolean }> {
  for (let path = dirname(folder); path !== "."; path = dirname(path)) {
    // A linked parent folder would lead writes out of the repository.
    if (lstatSync(join(root, path), { throwIfNoEntry: false })?.isSymbolicLink() === true)
      return yield { file: path, regular: false };
  }
  const stat = lstatSync(join(root, folder), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    yield { file: folder, regular: stat.isFile() };
    return;
  }
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else yield { file: path, regular: entry.isFile() };
  }
}

/** The text of a regular file. The generator does not write links, so the text of a link is "". */
function readIfThere(path: string): string | undefined {
  const stat = statIfExists(path);
  if (stat === undefined) return undefined;
  return stat.isFile() ? readFileSync(path, "utf8") : "";
}

/** Undefined also if a file is in the place of a parent folder. That file is a separate finding. */
export function statIfExists(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}
