import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { compareStrings, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { readText } from "../load/read-text.ts";
import type { Source } from "../load/source.ts";

/** The maximum size of one file in bytes: a List of a large namespace has a few MiB. */
export const largestFile = 16 * 1024 * 1024;
const mostFiles = 50_000;
const mostBytes = 512 * 1024 * 1024;
const leftOut: ReadonlySet<string> = new Set([".git", "node_modules"]);

export interface Folder {
  /** YAML and JSON files by path below the base, with forward slashes, sorted. */
  readonly files: readonly Source[];
  /** Folders of Helm charts: their templates are not YAML until Helm renders them. */
  readonly charts: readonly string[];
  /** Links to files or folders: they are not followed. */
  readonly links: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Every YAML and JSON file below `base`/`folder`, or the one file at that path. Links are not followed.
 * @throws UsageError if the folder does not exist, or exceeds the limits.
 */
export function readFolder(base: string, folder: string): Folder {
  const stat = lstatSync(join(base, folder), { throwIfNoEntry: false });
  if (stat === undefined)
    throw new UsageError(
      `unknown file or folder ${folder}`,
      "Pass a folder of manifests, a Kustomize overlay, or one file.",
    );
  if (!stat.isDirectory()) return { ...readFiles(base, folder, [folder]), charts: [], links: [] };
  const found: Found = { files: [], charts: [], links: [] };
  collectFiles(base, folder, found);
  return { ...readFiles(base, folder, found.files), charts: found.charts, links: found.links };
}

interface Found {
  readonly files: string[];
  readonly charts: string[];
  readonly links: string[];
}

function collectFiles(base: string, folder: string, found: Found): void {
  const entries = entriesOf(base, folder);
  if (entries.some(({ name }) => name === "Chart.yaml")) {
    found.charts.push(folder);
    return;
  }
  for (const entry of entries) {
    const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !leftOut.has(entry.name)) collectFiles(base, path, found);
    else if (entry.isFile() && isManifest(entry.name)) found.files.push(path);
    else if (entry.isSymbolicLink() && (isManifest(entry.name) || !entry.name.includes("."))) found.links.push(path);
    if (found.files.length > mostFiles)
      throw new UsageError(
        `too many files in ${folder}: the limit is ${mostFiles} files`,
        "Pass only the folder that contains the manifests.",
      );
  }
}

function entriesOf(base: string, folder: string): readonly Dirent[] {
  try {
    return readdirSync(join(base, folder), { withFileTypes: true }).sort((left, right) =>
      compareStrings(left.name, right.name),
    );
  } catch (error) {
    throw new ToolFailure(
      `unreadable folder ${folder}`,
      "Check the permissions of the folder, and run the command again.",
      {
        cause: error,
      },
    );
  }
}

/** kustomize also reads a file with the name `Kustomization`. */
function isManifest(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name) || name === "Kustomization";
}

function readFiles(base: string, folder: string, names: readonly string[]): Pick<Folder, "files" | "diagnostics"> {
  const files: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  let bytes = 0;
  for (const name of names) {
    const read = readText(base, name, largestFile);
    diagnostics.push(...read.diagnostics);
    if (!read.ok) continue;
    bytes += read.value.text.length;
    if (bytes > mostBytes)
      throw new UsageError(
        `too many bytes in ${folder}: the limit is ${mostBytes} bytes`,
        "Pass only the folder that contains the manifests.",
      );
    files.push(read.value);
  }
  return { files, diagnostics };
}
