import { codes } from "../diagnostics/codes.ts";
import { compareStrings, type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { isMarked } from "../layout/marks.ts";
import {
  areas,
  generatedPath,
  hubRootsFolder,
  hubsFolder,
  ownerFolder,
  parsePath,
  policiesFolder,
  stagingFolder,
  tenantFolder,
} from "../layout/paths.ts";
import type { Selection } from "../validate/selection.ts";
import type { CodeOwnersUpdate } from "./code-owners-file.ts";
import { isGeneratedPath } from "./generated-path.ts";
import type { Tree } from "./tree.ts";

/** The planned changes to the tree, as a value. Only `apply.ts` writes them. */
export interface Publication {
  readonly writes: ReadonlyMap<string, string>;
  readonly prunes: readonly string[];
  readonly unchanged: number;
  /** Errors about hand-written files in a generated tree. They are never changed, and they block the publication. */
  readonly diagnostics: readonly Diagnostic[];
  /** The new text of the repository's CODEOWNERS. Undefined if it is current, or if all of CODEOWNERS is generated. */
  readonly codeOwners?: CodeOwnersUpdate | undefined;
}

/** The number of files that a publication changes. */
export function changedCount(publication: Publication): number {
  return writtenFiles(publication).length + publication.prunes.length;
}

/** The files that a publication writes. */
export function writtenFiles({ writes, codeOwners }: Publication): readonly string[] {
  return [...writes.keys(), ...(codeOwners === undefined ? [] : [codeOwners.name])];
}

/** Compares the desired files with a tree, one by one, and returns the publication at the end. */
export class TreeComparison {
  readonly #tree: Tree;
  readonly #writes = new Map<string, string>();
  readonly #wanted = new Set<string>();
  readonly #diagnostics: Diagnostic[] = [];
  #unchanged = 0;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  add(file: string, text: string): void {
    if (this.#wanted.has(file)) throw new Error(`duplicate generated file ${file}`);
    if (!isGeneratedPath(file)) throw new Error(`${JSON.stringify(file)} is not in a generated tree`);
    this.#wanted.add(file);
    const found = this.#tree.read(file);
    if (found === text) this.#unchanged += 1;
    else if (found === undefined || isMarked(found)) this.#writes.set(file, text);
    else this.#diagnostics.push(unmarkedFileFinding(file));
  }

  /** @param selection The part of the trees that this run covers. Files there that it does not generate are left over. */
  publication(selection: Selection): Publication {
    const prunes: string[] = [];
    for (const folder of selectedFiles(this.#tree, selection)) {
      for (const { file, regular } of this.#tree.below(folder)) {
        if (this.#wanted.has(file)) continue;
        if (regular && isGeneratedPath(file) && isMarked(this.#tree.read(file) ?? "")) prunes.push(file);
        else this.#diagnostics.push(unmarkedFileFinding(file));
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

/** The folders that are generated completely. In a partial run, only those of the selected tenants. */
function selectedFiles(tree: Tree, { clusters, tenants }: Selection): readonly string[] {
  const names = clusters.length === 0 ? tree.clusters() : clusters;
  const hubs = clusters.length === 0 ? [hubsFolder] : hubRootsOf(tree, names);
  const shared = tenants.length === 0 ? [policiesFolder, ...hubs] : [];
  const own = [...names].sort(compareStrings).flatMap((cluster) => {
    if (tenants.length === 0) return areas.map((area) => generatedPath(cluster, area));
    return tenants.flatMap((tenant) => [
      generatedPath(cluster, "applications", ownerFolder(tenant)),
      ...(["overlays", "rendered"] as const).flatMap((area) =>
        [ownerFolder(tenant), tenantFolder(tenant, "namespace")].map((folder) => generatedPath(cluster, area, folder)),
      ),
    ]);
  });
  return [...shared, stagingFolder, ...own];
}

/** The folders of these clusters below the folders of all hubs: a cluster can have left its hub. */
function hubRootsOf(tree: Tree, clusters: readonly string[]): readonly string[] {
  const folders = [...tree.below(hubsFolder)].flatMap(({ file }) => {
    const path = parsePath(file);
    return path?.is === "hub" && path.cluster !== undefined && clusters.includes(path.cluster)
      ? [`${hubRootsFolder(path.hub)}/${path.cluster}`]
      : [];
  });
  return [...new Set(folders)];
}

function unmarkedFileFinding(file: string): Diagnostic {
  return {
    code: "publish/unmarked",
    severity: "error",
    message: codes["publish/unmarked"].messages.handWritten(file),
    hint: "Move the file out of this folder, or remove the file. The folder must contain only generated files.",
    at: wholeFile(file),
  };
}
