import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { stagingFolder } from "../layout/paths.ts";
import { cloneAround } from "../load/git.ts";
import { cacheFolder, digestOf } from "../tools/cache.ts";
import type { Machine } from "../tools/machine.ts";
import { gitProgram } from "../tools/programs.ts";
import { runTool } from "../tools/run-tool.ts";
import { currentOwner, machineOf, ownerState } from "./owner.ts";

/**
 * The place for prepared files and journals of the builds of one tree, each in a folder with its owner's name. It is in git's
 * folder or in the user's cache, never in the tree, whose files can come from a proposal.
 */
export interface Staging {
  readonly place: string;
  /** The folder for prepared files if `place` is on another disk, from which files cannot be moved into the tree. */
  readonly payloadFolder: string | undefined;
}

export async function openStaging(root: string, machine: Pick<Machine, "env">): Promise<Staging> {
  const { gitFolder, prefix } = (await gitFolderOf(root, machine)) ?? {};
  const place =
    gitFolder === undefined
      ? join(cacheFolder(machine), "publishing", digestOf(realpathSync(root)))
      : join(gitFolder, "tenantry", digestOf(prefix ?? ""));
  return { place, payloadFolder: isOnDiskOf(root, place) ? undefined : join(root, stagingFolder) };
}

/**
 * The git folder of the clone that contains a tree, and the tree's path in the clone. git itself determines it, because it
 * ignores folders of other users. A journal in such a folder would otherwise be applied.
 */
async function gitFolderOf(
  root: string,
  { env }: Pick<Machine, "env">,
): Promise<{ readonly gitFolder: string; readonly prefix: string } | undefined> {
  if (cloneAround(root) === undefined) return undefined;
  const args = ["-C", root, "rev-parse", "--absolute-git-dir", "--show-prefix"];
  const result = await runTool(gitProgram, args, { env }).catch(() => undefined);
  const [gitFolder = "", prefix = ""] = result?.code === 0 ? result.stdout.split("\n") : [];
  return gitFolder === "" ? undefined : { gitFolder, prefix };
}

function isOnDiskOf(root: string, place: string): boolean {
  return (
    statSync(nearestFolder(place)).dev ===
    statSync(existsSync(join(root, "clusters")) ? join(root, "clusters") : root).dev
  );
}

/** The folder itself, or its nearest parent that exists. */
function nearestFolder(place: string): string {
  return existsSync(place) ? place : nearestFolder(dirname(place));
}

/** The names of the folders of builds that started here and have not ended. */
export function entriesOf({ place }: Staging): readonly string[] {
  try {
    return readdirSync(place).sort();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw unusable(place, error);
  }
}

/**
 * Allows one build at a time. A build creates a folder, and may write if there is no other. Two builds that start at the same
 * time see each other's folders, and neither writes.
 * @param takeOver The folder of an ended build to take over instead of a new one. Only one build can take it over.
 */
export function createStaging(staging: Staging, takeOver?: string): string {
  const { place } = staging;
  const name = currentOwner();
  try {
    if (takeOver === undefined) mkdirSync(join(place, name), { recursive: true });
    else renameSync(join(place, takeOver), join(place, name));
  } catch (error) {
    if (takeOver !== undefined && codeOf(error) === "ENOENT") throw stagingInUse();
    throw unusable(place, error);
  }
  const others = entriesOf(staging).filter(
    (entry) => entry !== name && !(takeOver !== undefined && ownerState(entry) === "gone"),
  );
  if (others.length === 0) return name;
  if (takeOver === undefined) removeStaging(staging, name);
  const [foreign] = others.filter((candidate) => ownerState(candidate) === "elsewhere");
  throw foreign === undefined ? stagingInUse() : elsewhere(place, foreign);
}

/** The folder in which a build prepares its files: its own folder, or the one next to the tree if it created that one. */
export function payloadOf({ place, payloadFolder }: Staging, name: string): string {
  return payloadFolder !== undefined && existsSync(join(place, name, "beside-tree"))
    ? payloadFolder
    : join(place, name);
}

/** @throws ToolFailure if the folder exists already, because its files do not belong to this build. */
export function preparePayload(staging: Staging, name: string): void {
  if (staging.payloadFolder === undefined) return;
  try {
    mkdirSync(staging.payloadFolder);
    writeFileSync(join(staging.place, name, "beside-tree"), "");
  } catch (error) {
    removeStaging(staging, name);
    if (codeOf(error) !== "EEXIST") throw unusable(staging.payloadFolder, error);
    throw new ToolFailure(
      `${stagingFolder} already exists, and no build of this clone created it`,
      "Remove this folder, and run the command again.",
    );
  }
}

export function removeStaging(staging: Staging, name: string): void {
  rmSync(payloadOf(staging, name), { recursive: true, force: true });
  rmSync(join(staging.place, name), { recursive: true, force: true });
  try {
    rmdirSync(staging.place);
  } catch {
    // Another build has a folder there.
  }
}

function stagingInUse(): ToolFailure {
  return new ToolFailure(
    "another build is writing this tree",
    "Wait until the other build ends, and run the command again.",
  );
}

function elsewhere(place: string, name: string): ToolFailure {
  const machine = machineOf(name);
  return new ToolFailure(
    `a build on another machine or in another container (${machine}) is writing this tree, or was interrupted there`,
    `When you are sure that the other build has ended, run mv ${join(place, name)} ${join(place, "ended")}, and run the command again.`,
  );
}

/** The error if a folder cannot be written, which differs from another build. */
function unusable(place: string, error: unknown): ToolFailure {
  return new ToolFailure(
    `cannot write below ${place} (${reasonOf(place, error)})`,
    "A build stores its journal in this folder. Check the free space and the permissions of the folder, and run the command again.",
    { cause: error },
  );
}

/** Creating several folders at once fails with ENOENT on a read-only disk (Node.js 24). A second call returns the reason. */
function reasonOf(place: string, error: unknown): string {
  try {
    accessSync(nearestFolder(place), constants.W_OK);
  } catch (denied) {
    return denied instanceof Error ? denied.message : String(denied);
  }
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
