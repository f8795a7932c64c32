import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codes } from "../diagnostics/codes.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { cacheFolder, digestOf, provideFolder, verifyFolder } from "./cache.ts";
import type { Machine } from "./machine.ts";
import { type ModuleVersion, moduleZip, type ProxyAnswer } from "./module-proxy.ts";
import { type ModuleContent, readModuleZip } from "./module-zip.ts";
import { SchemaFault, type SchemaSource } from "./schema-fault.ts";
import { closeScratch, openScratch } from "./scratch.ts";

const { messages } = codes["platform/schemas"];

/**
 * The texts of some files of a module, by path. They come from the user's cache, or from the module's zip, whose sum is verified
 * first. Only the requested files are kept.
 * @throws SchemaFault if the sum differs, the module or a file does not exist, or the zip is not a module.
 * @throws ToolFailure if the zip cannot be downloaded.
 */
export async function provideModuleFiles(
  source: SchemaSource,
  paths: readonly string[],
  machine: Machine,
): Promise<ReadonlyMap<string, string>> {
  const folder = await provideFolder(folderOf(source, paths, machine), async (draft) => {
    const content = await moduleContent(source, paths, machine);
    requireSum(source, content);
    writeFiles(draft, source, content, paths);
  });
  verifyFolder(folder);
  return new Map(paths.map((path) => [path, readFileSync(join(folder, fileOf(path)), "utf8")]));
}

/**
 * The sum of a module that is not pinned yet. Its files are kept for the first use of the pin.
 * @throws SchemaFault or ToolFailure as above.
 */
export async function sumOfModule(
  source: Omit<SchemaSource, "sum">,
  paths: readonly string[],
  machine: Machine,
): Promise<string> {
  const content = await moduleContent({ ...source, sum: "" }, paths, machine);
  const pinned = { ...source, sum: content.sum };
  await provideFolder(folderOf(pinned, paths, machine), (draft) => {
    writeFiles(draft, pinned, content, paths);
    return Promise.resolve();
  });
  return content.sum;
}

function folderOf({ module, version, sum }: SchemaSource, paths: readonly string[], machine: Machine): string {
  return join(cacheFolder(machine), "modules", digestOf(module, version, sum, ...paths));
}

function writeFiles(draft: string, source: SchemaSource, content: ModuleContent, paths: readonly string[]): void {
  for (const path of paths) writeFileSync(join(draft, fileOf(path)), fileIn(source, content, path));
}

async function moduleContent(source: SchemaSource, paths: readonly string[], machine: Machine): Promise<ModuleContent> {
  const scratch = openScratch();
  try {
    const answer = await moduleZip(source, join(scratch, "module.zip"), machine);
    if (!answer.ok) throw missingModule(source, answer);
    return contentOf(source, answer.file, paths);
  } finally {
    closeScratch(scratch);
  }
}

function contentOf(source: SchemaSource, file: string, paths: readonly string[]): ModuleContent {
  const name = nameOf(source);
  try {
    return readModuleZip(file, name, paths);
  } catch (error) {
    throw new SchemaFault(
      source,
      { field: "module", reason: messages.invalidZip(name, error instanceof Error ? error.message : String(error)) },
      "Check that GOPROXY names a Go module proxy, and that no program between this machine and the proxy changes its answers.",
    );
  }
}

function missingModule(source: SchemaSource, { absent, reason }: Exclude<ProxyAnswer, { ok: true }>): ToolFailure {
  const name = nameOf(source);
  if (absent)
    return new SchemaFault(
      source,
      { field: "version", reason: messages.unknownModule(name, reason) },
      `Check the version: the proxy lists the versions of a module under /${source.module}/@v/list.`,
    );
  return new ToolFailure(
    `cannot download module ${name}: ${reason}`,
    "Check that the version exists: some proxies answer 403 for a missing version. Then allow access to the proxies in GOPROXY (default: the public proxy of Go), or set GOPROXY to a proxy of your network. Behind an HTTP proxy, set HTTPS_PROXY, and use Node.js 24.5 or 22.21 or later.",
  );
}

function requireSum(source: SchemaSource, { sum }: ModuleContent): void {
  if (sum === source.sum) return;
  throw new SchemaFault(
    source,
    { field: "sum", reason: messages.otherSum(nameOf(source), sum, source.sum) },
    "Do not use this module before you know why: the pin is wrong, or the published module or the download was changed.",
  );
}

function fileIn(source: SchemaSource, content: ModuleContent, path: string): Buffer {
  const found = content.files.get(path);
  if (found !== undefined) return found;
  const similar = content.similar(path);
  throw new SchemaFault(
    source,
    { field: "crds", item: path, reason: messages.missingPath(path, nameOf(source)) },
    similar === undefined ? "Name a file of the module, as a path from its root." : `Did you mean ${similar}?`,
  );
}

function nameOf({ module, version }: ModuleVersion): string {
  return `${module}@${version}`;
}

/** A path as the name of a single file. */
function fileOf(path: string): string {
  return encodeURIComponent(path);
}
