import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { codes } from "../diagnostics/codes.ts";
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

const { messages } = codes["render/failed"];

/** A tree of files that contains kustomizations. */
export interface FileTree {
  readonly base: string;
  /** Its files that have been read, by path. */
  readonly files: ReadonlyMap<string, Source>;
}

/**
 * The reasons not to run kustomize on a folder. There are none if everything that kustomize would read is in the tree, is not a
 * link, and has a limited size. kustomize itself follows folders, links and addresses to any place, without limits.
 */
export function buildProblems(tree: FileTree, folder: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const open = [folder];
  const seen = new Set<string>();
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (seen.has(item)) continue;
    seen.add(item);
    open.push(...checkKustomization(tree, item, found));
  }
  return found;
}

/** Checks one kustomization, and returns the folders that it builds on. */
function checkKustomization(tree: FileTree, folder: string, found: Diagnostic[]): readonly string[] {
  const file = kustomizationFiles.map((name) => below(folder, name)).find((path) => statOf(tree, path) !== undefined);
  const source = file === undefined ? undefined : readSource(tree, file, found);
  if (source === undefined) return [];
  const value = kustomizationContent(source);
  if (value === undefined) {
    found.push({ ...notBuilt(source, [], messages.invalidKustomization(), oneMap), severity: "error" });
    return [];
  }
  return [...kustomizationParts(value)].flatMap((part) => followReference(tree, folder, { source, part, found }));
}

const oneMap = "Write one YAML document that contains one map, without duplicate keys.";

/** A part of a kustomization, or of a plug-in's configuration, and the file that contains it. */
interface PartContext {
  readonly source: Source;
  readonly part: KustomizationPart;
  readonly found: Diagnostic[];
}

function followReference(tree: FileTree, folder: string, { source, part, found }: PartContext): readonly string[] {
  if ("odd" in part) {
    found.push(
      notBuilt(
        source,
        part.path,
        part.odd,
        "Remove this field. Tenantry cannot predict the effect of the field, so Tenantry does not build this kustomization.",
        "key",
      ),
    );
    return [];
  }
  if ("inline" in part) return inline(tree, folder, { source, part, found });
  const path = pathBelow(folder, part.text);
  if (path === undefined) {
    // One such finding is enough: the kustomization is not built.
    if (found.some(({ code, at }) => code === "gitops/kustomization" && at.file === source.file)) return [];
    found.push({
      code: "gitops/kustomization",
      severity: "warning",
      message: `source outside this repository: ${part.text}`,
      hint: "Copy the source into the repository. Tenantry does not fetch sources, so Tenantry does not build this kustomization.",
      at: locate(source, part.path),
    });
    return [];
  }
  const stat = statOf(tree, path);
  if (stat === undefined) {
    if (part.perhaps !== true)
      found.push({
        ...notBuilt(
          source,
          part.path,
          messages.missingFile(part.text),
          "Fix the path, or add the file: kustomize cannot build this kustomization.",
        ),
        severity: "error",
      });
    return [];
  }
  if (isThroughLink(tree, path)) {
    found.push(
      notBuilt(
        source,
        part.path,
        messages.symbolicLink(part.text),
        "Use a regular file or folder: Tenantry does not follow symbolic links.",
      ),
    );
    return [];
  }
  if (!stat.isDirectory() && !stat.isFile()) {
    found.push(
      notBuilt(
        source,
        part.path,
        messages.notRegularFile(part.text),
        "Use a regular file: Tenantry does not read pipes and devices, because reading them can block indefinitely.",
      ),
    );
    return [];
  }
  if (stat.isDirectory()) return part.as === "data" || part.as === "yaml" ? [] : [path];
  const text = part.as === "data" ? undefined : readSource(tree, path, found);
  if (text === undefined) return [];
  const { documents, diagnostics } = readDocuments(text);
  found.push(...diagnostics);
  if (part.as !== "plug-in") return [];
  return documents
    .flatMap(({ value }) => [...partsOfPlugin(value)])
    .flatMap((kustomizationPart) => followReference(tree, folder, { source: text, part: kustomizationPart, found }));
}

function inline(
  tree: FileTree,
  folder: string,
  { source, part, found }: { readonly source: Source; readonly part: InlinePatch; readonly found: Diagnostic[] },
): readonly string[] {
  const { documents, diagnostics } = readDocuments({ file: source.file, text: part.inline });
  for (const { code, message } of diagnostics)
    found.push({ code, severity: "error", message: `inline text: ${message}`, at: locate(source, part.path) });
  if (part.as !== "plug-in") return [];
  return documents
    .flatMap(({ value }) => [...partsOfPlugin(value)])
    .flatMap((kustomizationPart) =>
      followReference(tree, folder, { source, part: { ...kustomizationPart, path: part.path }, found }),
    );
}

function readSource({ base, files }: FileTree, file: string, found: Diagnostic[]): Source | undefined {
  const known = files.get(file);
  if (known !== undefined) return known;
  const text = readText(base, file, largestFile);
  found.push(...text.diagnostics);
  return text.ok ? text.value : undefined;
}

function statOf({ base }: FileTree, path: string): Stats | undefined {
  return lstatSync(join(base, path), { throwIfNoEntry: false });
}

/** The path itself or any folder above it, up to the base. */
function isThroughLink(tree: FileTree, path: string): boolean {
  const steps = path.split("/");
  return steps.some((_, index) => statOf(tree, steps.slice(0, index + 1).join("/"))?.isSymbolicLink() === true);
}

function below(folder: string, name: string): string {
  return folder === "." ? name : `${folder}/${name}`;
}

/** A reason not to run kustomize. A warning, because kustomize itself may accept the input. */
function notBuilt(
  source: Source,
  path: Path,
  message: string,
  hint: string,
  part: "key" | "value" = "value",
): Diagnostic {
  return { code: "render/failed", severity: "warning", message, hint, at: locate(source, path, part) };
}
