import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { compareStrings, type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { isMarked } from "../layout/names.ts";
import type { Selection } from "../validate/selection.ts";

/** What is to happen to the tree: a value, which only `apply.ts` turns into files. */
export interface Publication {
  readonly writes: ReadonlyMap<string, string>;
  readonly prunes: readonly string[];
  readonly unchanged: number;
  /** Files that stand in a generated tree and were not generated: they are never touched, and stop everything. */
  readonly diagnostics: readonly Diagnostic[];
}

const ownedFolders = ["applications", "bootstrap", "overlays", "rendered"] as const;

/** Compares wanted files with the disk as they come, and gives the publication at the end. */
export class Comparison {
  readonly #root: string;
  readonly #writes = new Map<string, string>();
  readonly #wanted = new Set<string>();
  readonly #diagnostics: Diagnostic[] = [];
  #unchanged = 0;

  constructor(root: string) {
    this.#root = root;
  }

  want(file: string, text: string): void {
    if (this.#wanted.has(file)) throw new Error(`two things want to be ${file}`);
    this.#wanted.add(file);
    const found = readIfThere(join(this.#root, file));
    if (found === text) this.#unchanged += 1;
    else if (found === undefined || isMarked(found)) this.#writes.set(file, text);
    else this.#diagnostics.push(unmarked(file));
  }

  /** @param selection The part of the trees that this run answers for: what it does not want there is left over. */
  finish(selection: Selection): Publication {
    const prunes: string[] = [];
    for (const folder of owned(this.#root, selection)) {
      for (const { file, regular } of filesBelow(this.#root, folder)) {
        if (this.#wanted.has(file)) continue;
        if (regular && isMarked(readIfThere(join(this.#root, file)) ?? "")) prunes.push(file);
        else this.#diagnostics.push(unmarked(file));
      }
    }
    return {
      writes: this.#writes,
      prunes: prunes.sort(compareStrings),
      unchanged: this.#unchanged,
      diagnostics: this.#diagnostics,
    };
  }
}

/** Folders that are generated as a whole; in a partial run only those of the tenants it is about. */
function owned(root: string, { clusters, tenants }: Selection): readonly string[] {
  const names = clusters.length === 0 ? readdirSync(join(root, "clusters")) : clusters;
  return [...names].sort(compareStrings).flatMap((cluster) => {
    if (tenants.length === 0) return ownedFolders.map((folder) => `clusters/${cluster}/${folder}`);
    return tenants.flatMap((tenant) =>
      ["applications", "overlays", "rendered"].map((folder) => `clusters/${cluster}/${folder}/tenants/${tenant}`),
    );
  });
}

function* filesBelow(root: string, folder: string): Generator<{ readonly file: string; readonly regular: boolean }> {
  for (let path = dirname(folder); path !== "."; path = dirname(path)) {
    // A linked folder above would lead the writer out of the repository.
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

/** The text of a regular file. A link is nothing that the generator wrote, wherever it leads. */
function readIfThere(path: string): string | undefined {
  const stat = statIfThere(path);
  if (stat === undefined) return undefined;
  return stat.isFile() ? readFileSync(path, "utf8") : "";
}

/** Nothing also where a file stands in the way of a folder: that file is somebody's, or left over, by itself. */
function statIfThere(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

function unmarked(file: string): Diagnostic {
  return {
    code: "publish/unmarked",
    severity: "error",
    message: `${file} was not generated, and stands in a generated tree`,
    hint: "Move it elsewhere, or remove it: these folders hold generated files only.",
    at: wholeFile(file),
  };
}
