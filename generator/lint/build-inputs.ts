import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import { readDocuments } from "../load/read-documents.ts";
import { readText } from "../load/read-text.ts";
import type { Path, Source } from "../load/source.ts";
import {
  type InlinePatch,
  type KustomizationPart,
  kustomizationParts,
  partsOfPlugin,
  pathBelow,
} from "../validate/kustomization.ts";
import { kustomizationContent, kustomizationFiles } from "./kustomizations.ts";
import { largestFile } from "./read-folder.ts";

/** A tree that somebody's kustomizations lie in. */
export interface BuildTree {
  readonly base: string;
  /** Files of it that have been read, by path. */
  readonly files: ReadonlyMap<string, Source>;
}

/**
 * Why kustomize is not to be asked about a folder; nothing where all that it would read is in the tree, is no
 * link, and is bounded. It follows folders, links and addresses wherever they lead, and bounds nothing.
 */
export function buildProblems(tree: BuildTree, folder: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const open = [folder];
  const seen = new Set<string>();
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (seen.has(item)) continue;
    seen.add(item);
    open.push(...foldersOf(tree, item, found));
  }
  return found;
}

/** Looks at one kustomization, and gives the folders that it builds upon. */
function foldersOf(tree: BuildTree, folder: string, found: Diagnostic[]): readonly string[] {
  const file = kustomizationFiles.map((name) => below(folder, name)).find((path) => statOf(tree, path) !== undefined);
  const source = file === undefined ? undefined : read(tree, file, found);
  if (source === undefined) return [];
  const value = kustomizationContent(source);
  if (value === undefined) {
    found.push({ ...notAsked(source, [], "this is no kustomization that can be read", oneMap), severity: "error" });
    return [];
  }
  return [...kustomizationParts(value)].flatMap((part) => followReference(tree, folder, { source, part, found }));
}

const oneMap = "One document with one map, in which no key stands twice.";

/** A part of a kustomization, or of a plug-in's configuration, and the file that it stands in. */
interface Look {
  readonly source: Source;
  readonly part: KustomizationPart;
  readonly found: Diagnostic[];
}

function followReference(tree: BuildTree, folder: string, { source, part, found }: Look): readonly string[] {
  if ("odd" in part) {
    found.push(notAsked(source, part.path, part.odd, "What kustomize would make of it is not known here.", "key"));
    return [];
  }
  if ("inline" in part) return inline(tree, folder, { source, part, found });
  const path = pathBelow(folder, part.text);
  if (path === undefined) {
    // One is enough to leave the kustomization out.
    if (found.some(({ code, at }) => code === "gitops/kustomization" && at.file === source.file)) return [];
    found.push({
      code: "gitops/kustomization",
      severity: "warning",
      message: `${part.text} is not in this repository`,
      hint: "Nothing is fetched: this kustomization is not built. Copy what it names into the repository.",
      at: locate(source, part.path),
    });
    return [];
  }
  const stat = statOf(tree, path);
  if (stat === undefined) {
    if (part.perhaps !== true)
      found.push({
        ...notAsked(source, part.path, `there is no file or folder ${part.text}`, "kustomize refuses to build this."),
        severity: "error",
      });
    return [];
  }
  if (isThroughLink(tree, path)) {
    found.push(
      notAsked(
        source,
        part.path,
        `${part.text} is a symbolic link, or lies behind one`,
        "Links are not followed here.",
      ),
    );
    return [];
  }
  if (!stat.isDirectory() && !stat.isFile()) {
    found.push(notAsked(source, part.path, `${part.text} is no file`, "A pipe or a device could be read without end."));
    return [];
  }
  if (stat.isDirectory()) return part.as === "data" || part.as === "yaml" ? [] : [path];
  const text = part.as === "data" ? undefined : read(tree, path, found);
  if (text === undefined) return [];
  const { documents, diagnostics } = readDocuments(text);
  found.push(...diagnostics);
  if (part.as !== "plug-in") return [];
  return documents
    .flatMap(({ value }) => [...partsOfPlugin(value)])
    .flatMap((kustomizationPart) => followReference(tree, folder, { source: text, part: kustomizationPart, found }));
}

function inline(
  tree: BuildTree,
  folder: string,
  { source, part, found }: { readonly source: Source; readonly part: InlinePatch; readonly found: Diagnostic[] },
): readonly string[] {
  const { documents, diagnostics } = readDocuments({ file: source.file, text: part.inline });
  for (const { code, message } of diagnostics)
    found.push({ code, severity: "error", message: `this text: ${message}`, at: locate(source, part.path) });
  if (part.as !== "plug-in") return [];
  return documents
    .flatMap(({ value }) => [...partsOfPlugin(value)])
    .flatMap((kustomizationPart) =>
      followReference(tree, folder, { source, part: { ...kustomizationPart, path: part.path }, found }),
    );
}

function read({ base, files }: BuildTree, file: string, found: Diagnostic[]): Source | undefined {
  const known = files.get(file);
  if (known !== undefined) return known;
  const text = readText(base, file, largestFile);
  found.push(...text.diagnostics);
  return text.ok ? text.value : undefined;
}

function statOf({ base }: BuildTree, path: string): Stats | undefined {
  return lstatSync(join(base, path), { throwIfNoEntry: false });
}

/** The path itself or any folder above it, up to the base. */
function isThroughLink(tree: BuildTree, path: string): boolean {
  const steps = path.split("/");
  return steps.some((_, index) => statOf(tree, steps.slice(0, index + 1).join("/"))?.isSymbolicLink() === true);
}

function below(folder: string, name: string): string {
  return folder === "." ? name : `${folder}/${name}`;
}

/** What is not given to kustomize; a warning, since kustomize itself might take it. */
function notAsked(
  source: Source,
  path: Path,
  message: string,
  hint: string,
  part: "key" | "value" = "value",
): Diagnostic {
  return { code: "render/failed", severity: "warning", message, hint, at: locate(source, path, part) };
}
