import { dirname } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { builtObjects } from "./built-objects.ts";
import { type Deployer, deployedManifests, deployersOf } from "./deployers.ts";
import { documentProblems, valueProblems } from "./document-problems.ts";
import { groupFiles, type WrittenFile } from "./group-files.ts";
import {
  type Kustomization,
  kustomizationFilesIn,
  kustomizationFolders,
  kustomizationRoots,
} from "./kustomizations.ts";
import { looseFiles } from "./loose-files.ts";
import type { Folder } from "./read-folder.ts";
import { writtenObjects } from "./written-objects.ts";

/** The objects of one manifest set. */
interface ManifestGroup {
  readonly manifests: readonly Manifest[];
  /** Whether they are applied at once. */
  readonly together: boolean;
}

/** The objects of a folder in manifest sets, as its kustomizations and folders define them. */
export interface FolderGroups {
  readonly groups: readonly ManifestGroup[];
  /** All objects of the folder, including those in no manifest set: they may also be on the cluster. */
  readonly everywhere: readonly Manifest[];
  /** The number of roots that were built. */
  readonly built: number;
  /** Folders of roots that were not built, for the reason in a finding. */
  readonly unbuilt: readonly string[];
  readonly leftOut: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Each root kustomization is one manifest set. Files that no kustomization uses form other manifest sets. */
export async function folderGroups(
  base: string,
  { files, links }: Folder,
  kustomizations: readonly Kustomization[],
  kustomize: () => Promise<Tool>,
): Promise<FolderGroups> {
  const diagnostics: Diagnostic[] = [];
  const written = writtenObjects(files, kustomizations, diagnostics);
  const deployers = deployersOf([...written.values()].flat());
  const { loose, leftOut } = looseFiles(written, kustomizations);
  const patches = new Set(kustomizations.flatMap((kustomization) => kustomization.patches));
  const applied = new Set([...loose.map(([file]) => file), ...kustomizations.flatMap(({ uses }) => uses)]);
  for (const source of files) {
    diagnostics.push(...valueProblems(source));
    if (applied.has(source.file) && !patches.has(source.file)) diagnostics.push(...documentProblems(source));
  }

  const groups = looseGroups(loose, deployers);
  const tree = { base, files: new Map(files.map((file) => [file.file, file])) };
  const unbuilt: string[] = [];
  const seen = new Set([...loose.map(([file]) => file), ...patches]);
  const reached = new Set<string>();
  let built = 0;
  // The bases of a root that is not built are built separately. So are kustomizations that refer to themselves.
  const first = kustomizationRoots(kustomizations);
  const later = kustomizations.filter((kustomization) => !kustomization.isComponent && !first.includes(kustomization));
  for (const root of [...first, ...later]) {
    if (reached.has(root.folder)) continue;
    const own = kustomizationFilesIn(root, kustomizations);
    const sources = [...written].flatMap(([file, objects]) => (own.has(file) && !patches.has(file) ? objects : []));
    const made = await builtObjects(tree, root, sources, kustomize, diagnostics);
    if (made === undefined) unbuilt.push(root.folder);
    else {
      built += 1;
      for (const folder of kustomizationFolders(root, kustomizations)) reached.add(folder);
      for (const file of own) seen.add(file);
      groups.push({ manifests: deployedManifests(made, deployers.get(root.folder)), together: true });
    }
  }
  const others = [...written].flatMap(([file, objects]) => (seen.has(file) ? [] : objects));
  const everywhere = [...groups.flatMap(({ manifests }) => manifests), ...others];
  const unused = kustomizations.filter(
    (kustomization) => kustomization.isComponent && !reached.has(kustomization.folder),
  );
  return {
    groups,
    everywhere,
    built,
    unbuilt: [...unbuilt, ...unused.map((kustomization) => kustomization.folder)],
    leftOut: [...leftOut, ...links],
    diagnostics,
  };
}

function looseGroups(loose: readonly WrittenFile[], deployers: ReadonlyMap<string, Deployer>): ManifestGroup[] {
  return groupFiles(loose.filter(([, manifests]) => manifests.length > 0)).map((files) => ({
    manifests: files.flatMap(([file, objects]) => deployedManifests(objects, deployerOf(dirname(file), deployers))),
    together: files.length === 1,
  }));
}

/** The deployer of the files of a folder: that of the folder itself, or of the nearest folder above it. */
function deployerOf(folder: string, deployers: ReadonlyMap<string, Deployer>): Deployer | undefined {
  for (let value = folder; value !== "."; value = dirname(value)) {
    const found = deployers.get(value);
    if (found !== undefined) return found;
  }
  return folder === "." ? deployers.get(folder) : undefined;
}
