import { compareStrings } from "../diagnostics/diagnostic.ts";
import { yamlMark } from "../layout/marks.ts";
import { generatedPath, parsePath, pathFromRoot } from "../layout/paths.ts";
import type { Tree } from "./tree.ts";

/** The commit that rendered objects come from, with the fields of Argo CD's source hydrator and GitOps Promoter. */
export interface DryCommit {
  readonly repoURL: string;
  readonly drySha: string;
  readonly author: string;
  /** In RFC 3339 format. */
  readonly date: string;
  readonly subject: string;
}

/** A cluster's rendered objects, and the folder of the repository that contains them. */
export interface RenderedCluster {
  readonly cluster: string;
  readonly rendered: Tree;
  /** `repository.path` of the platform. The branch has the same folders as the main branch. */
  readonly folder: string | undefined;
}

/**
 * A cluster's rendered objects in the layout of Argo CD's source hydrator (3.5). Each Application has a `manifest.yaml`, a
 * README.md and a `hydrator.metadata`. The branch has a `hydrator.metadata`, too. An Application with unchanged objects keeps
 * its files, including the commit that they name. If no Application changes, no file changes.
 * @param before The current files of the branch.
 */
export function hydratedFiles(
  { cluster, rendered, folder: start }: RenderedCluster,
  before: ReadonlyMap<string, string>,
  dry: DryCommit,
): { readonly writes: ReadonlyMap<string, string>; readonly removes: readonly string[] } {
  const wanted = new Set<string>(rootFiles);
  const writes = new Map<string, string>();
  for (const [below, manifest] of manifestsOf(cluster, rendered)) {
    const folder = pathFromRoot(start, below);
    const [file, readme, metadata] = filesOf(folder);
    for (const value of [file, readme, metadata]) wanted.add(value);
    if (before.get(file) === manifest && before.has(readme) && before.has(metadata)) continue;
    writes.set(file, manifest);
    writes.set(readme, readmeOf(folder, dry));
    writes.set(
      metadata,
      json({ repoURL: dry.repoURL, drySha: dry.drySha, commands: ["npx --no-install tenantry build"] }),
    );
  }
  const removes = [...before.keys()]
    .filter((file) => !wanted.has(file) && isHydratedFile(file, start))
    .sort(compareStrings);
  if (writes.size + removes.length > 0) {
    writes.set("hydrator.metadata", json(dry));
    writes.set(
      ".gitattributes",
      "**/README.md linguist-generated=true\n**/hydrator.metadata linguist-generated=true\n",
    );
  }
  return { writes, removes };
}

const rootFiles = ["hydrator.metadata", ".gitattributes"] as const;

function filesOf(folder: string): readonly [manifest: string, readme: string, metadata: string] {
  return [`${folder}/manifest.yaml`, `${folder}/README.md`, `${folder}/hydrator.metadata`];
}

const ownNames: ReadonlySet<string> = new Set(["manifest.yaml", "README.md", "hydrator.metadata"]);

/** Whether this program wrote a file of the branch. Files of other folders of the repository stay. */
function isHydratedFile(file: string, start: string | undefined): boolean {
  const below = pathFromRoot(start, "");
  const path = file.startsWith(below) ? parsePath(file.slice(below.length)) : undefined;
  const name = file.slice(file.lastIndexOf("/") + 1);
  return path?.is === "generated" && path.area === "rendered" && path.folder !== undefined && ownNames.has(name);
}

/** One file with all objects for each Application's folder. */
function manifestsOf(cluster: string, rendered: Tree): ReadonlyMap<string, string> {
  const mark = yamlMark();
  const files = [...rendered.below(generatedPath(cluster, "rendered"))].map(({ file }) => file).sort(compareStrings);
  const byFolder = Map.groupBy(files, (file) => file.slice(0, file.lastIndexOf("/")));
  return new Map(
    [...byFolder].map(([folder, own]) => [
      folder,
      mark + own.map((file) => (rendered.read(file) ?? "").slice(mark.length)).join("---\n"),
    ]),
  );
}

function readmeOf(folder: string, { repoURL, drySha }: DryCommit): string {
  return `# ${folder}\n\nRendered by tenantry from ${repoURL} at ${drySha}. Change the tenant's file there. Changes to this folder are overwritten.\n`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
