import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { runChecks } from "../pipeline.ts";
import { applyPublication } from "../publish/apply.ts";
import { openStaging } from "../publish/staging.ts";
import { closeScratch, openScratch } from "../tools/scratch.ts";
import type { CommandContext } from "./context.ts";
import { progressLine } from "./progress.ts";

/** The result of a build in a new folder. */
export interface BuiltFolder {
  /** Whether the folder exists now. Otherwise a check reported an error, and nothing was written. */
  readonly clean: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** The number of input files and generated files. */
  readonly files: number;
  readonly warnings: number;
}

/**
 * Writes input files and the files generated from them into a new folder. The folder appears completely or not at all: the
 * files are copied next to it after all checks, and then moved.
 * @param target A folder that does not exist, or that contains at most .git.
 */
export async function buildNewFolder(
  target: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  context: CommandContext,
): Promise<BuiltFolder> {
  // Outside of every clone: the checks compare the path of a folder in a clone with repository.path.
  const draft = openScratch();
  const copy = openCopy(target);
  try {
    for (const [file, content] of files) {
      mkdirSync(dirname(join(draft, file)), { recursive: true });
      writeFileSync(join(draft, file), content);
    }
    const built = await buildIn(draft, context);
    if (built.clean) {
      cpSync(draft, copy, { recursive: true });
      moveInto(copy, target);
    }
    return { ...built, files: built.files + files.size };
  } finally {
    closeScratch(draft);
    closeScratch(copy);
  }
}

/** A temporary folder from which files can be moved into the target: in the target, or next to it if it does not exist. */
function openCopy(target: string): string {
  const parent = existsSync(target) ? target : nearestFolder(dirname(target));
  try {
    return openScratch(join(parent, ".tenantry-"));
  } catch (error) {
    throw new ToolFailure(
      `cannot write to ${parent}: ${error instanceof Error && "code" in error ? String(error.code) : String(error)}`,
      "Nothing was written. Check that this is a folder, and that you may write to it.",
      { cause: error },
    );
  }
}

/** Writes the generated files of a folder with input files, if all checks pass. */
export async function buildIn(folder: string, context: CommandContext): Promise<BuiltFolder> {
  const progress = progressLine(context);
  const gates = openToolchain(folder, { env: context.env, log: progress.log }, true);
  const { diagnostics, result } = await runChecks(
    folder,
    { clusters: [], tenants: [] },
    { gates, today: context.today(), progress: progress.show },
  );
  progress.clear();
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  const clean = diagnostics.length === warnings && result !== undefined;
  if (clean) {
    context.writing?.();
    applyPublication(folder, await openStaging(folder, context), result.publication);
  }
  return { clean, diagnostics, files: result?.publication.writes.size ?? 0, warnings };
}

function moveInto(draft: string, target: string): void {
  try {
    mkdirSync(dirname(target), { recursive: true });
    if (!existsSync(target)) {
      // A temporary folder is readable only by its user.
      chmodSync(draft, 0o777 & ~process.umask());
      renameSync(draft, target);
      return;
    }
    const moved: string[] = [];
    try {
      for (const name of readdirSync(draft)) {
        renameSync(join(draft, name), join(target, name));
        moved.push(name);
      }
    } catch (error) {
      for (const name of moved) renameSync(join(target, name), join(draft, name));
      throw error;
    }
  } catch (error) {
    throw new ToolFailure(
      `cannot write ${target}: ${error instanceof Error ? error.message : String(error)}`,
      "Nothing was written. Check the free space and the permissions of the folder.",
      { cause: error },
    );
  }
}

/** The folder itself, or its nearest parent that exists. */
export function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(dirname(path));
}
