import { dirname, join, normalize } from "node:path";
import { isScalar, visit } from "yaml";
import { listAt, textAt } from "../evaluate/manifests/reading.ts";
import { readDocuments, type YamlDocument } from "../load/read-documents.ts";
import type { Source } from "../load/source.ts";
import { isMap, type RawMap } from "../validate/merge.ts";

/** A folder that kustomize can build, with its source file and the files that it uses. */
export interface Kustomization {
  readonly folder: string;
  readonly source: Source;
  readonly value: RawMap;
  /** Files and folders that it refers to, as paths below the root. */
  readonly uses: readonly string[];
  /** Those of them that change objects and do not contain any. */
  readonly patches: readonly string[];
  /** A Component is built only as part of another kustomization. */
  readonly isComponent: boolean;
}

/** File names that kustomize tries in a folder, in its order. */
export const kustomizationFiles = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;
const names: ReadonlySet<string> = new Set(kustomizationFiles);

/** The kustomizations among these files. An unreadable one is empty here, and `build-inputs.ts` reports it. */
export function kustomizationsOf(files: readonly Source[]): readonly Kustomization[] {
  return files
    .filter(({ file }) => names.has(file.replace(/^.*\//, "")))
    .map((source) => {
      const folder = dirname(source.file);
      const value = kustomizationContent(source) ?? {};
      return {
        folder,
        source,
        value,
        uses: pathsBelow(folder, [...resourcesOf(value), ...patchesOf(value)]),
        patches: pathsBelow(folder, patchesOf(value)),
        isComponent: textAt(value, "kind") === "Component",
      };
    });
}

/** The root kustomizations, which no other one builds on: a user applies them, or Argo CD syncs them. */
export function kustomizationRoots(kustomizations: readonly Kustomization[]): readonly Kustomization[] {
  const used = new Set(kustomizations.flatMap(({ uses }) => uses));
  return kustomizations.filter(({ folder, isComponent }) => !isComponent && !used.has(folder));
}

/** Every file that a kustomization uses, directly or through its bases. */
export function kustomizationFilesIn(root: Kustomization, all: readonly Kustomization[]): ReadonlySet<string> {
  const folders = new Set(all.map((kustomization) => kustomization.folder));
  return new Set(closureOf(root, all).flatMap(({ uses }) => uses.filter((use) => !folders.has(use))));
}

/** The folders of a kustomization and of all its bases. */
export function kustomizationFolders(root: Kustomization, all: readonly Kustomization[]): readonly string[] {
  return closureOf(root, all).map(({ folder }) => folder);
}

function closureOf(root: Kustomization, all: readonly Kustomization[]): readonly Kustomization[] {
  const byFolder = new Map(all.map((kustomization) => [kustomization.folder, kustomization]));
  const seen = new Map<string, Kustomization>();
  const open = [root];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (seen.has(item.folder)) continue;
    seen.set(item.folder, item);
    for (const used of item.uses) {
      const below = byFolder.get(used);
      if (below !== undefined) open.push(below);
    }
  }
  return [...seen.values()];
}

/** The content of a kustomization. Undefined if it is not exactly one map, or if kustomize may read it differently. */
export function kustomizationContent(source: Source): RawMap | undefined {
  const { documents, diagnostics } = readDocuments(source);
  const [document] = documents;
  if (document === undefined || documents.length > 1 || diagnostics.length > 0) return undefined;
  return isMap(document.value) && !isAmbiguous(document.contents) ? document.value : undefined;
}

/** Whether a document has a duplicate key or a merge key: readers differ in their value. */
function isAmbiguous(contents: YamlDocument["contents"]): boolean {
  let found = false;
  visit(contents, {
    Map: (_, { items }) => {
      const keys = items.map(({ key }) => (isScalar(key) ? key.value : key));
      found ||= new Set(keys).size < keys.length || keys.includes("<<");
    },
  });
  return found;
}

function pathsBelow(folder: string, texts: Iterable<string>): readonly string[] {
  return [...texts].map((text) => normalize(join(folder, text)).replace(/\/$/, ""));
}

/** Fields with files or folders. Generators have these fields one level deeper. */
const fields = [
  "resources",
  "components",
  "bases",
  "crds",
  "configurations",
  "generators",
  "transformers",
  "validators",
];

function* resourcesOf(value: RawMap): Iterable<string> {
  for (const field of fields)
    for (const item of listAt(value, field)) if (typeof item === "string" && item.length < 1000) yield item;
  yield* known(textAt(value, "openapi", "path"));
  for (const field of ["configMapGenerator", "secretGenerator"])
    for (const item of listAt(value, field))
      for (const list of ["files", "envs"])
        for (const file of listAt(item, list)) if (typeof file === "string") yield file.replace(/^[^=]*=/, "");
}

function* patchesOf(value: RawMap): Iterable<string> {
  for (const item of listAt(value, "patchesStrategicMerge")) if (typeof item === "string") yield item;
  for (const field of ["patches", "patchesJson6902", "replacements"])
    for (const item of listAt(value, field)) yield* known(textAt(item, "path"));
}

function* known(text: string | undefined): Iterable<string> {
  if (text !== undefined) yield text;
}
