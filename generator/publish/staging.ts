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
 * Where builds of one tree keep what they prepare and their journals, each in a folder that bears its owner's name: in
 * git's own folder, or in the user's cache. Never in the tree: what lies there may be anybody's.
 */
export interface Staging {
  readonly place: string;
  /** Where files are prepared when the place is on another disk than the tree, and nothing can be moved in from it. */
  readonly besideTree: string | undefined;
}

export async function openStaging(root: string, machine: Pick<Machine, "env">): Promise<Staging> {
  const { gitFolder, prefix } = (await gitFolderOf(root, machine)) ?? {};
  const place =
    gitFolder === undefined
      ? join(cacheFolder(machine), "publishing", digestOf(realpathSync(root)))
      : join(gitFolder, "tenantry", digestOf(prefix ?? ""));
  return { place, besideTree: isOnDiskOf(root, place) ? undefined : join(root, stagingFolder) };
}

/**
 * Git's own folder of the clone that a tree lies in, and where in it. Git is asked: it looks into no folder that another user
 * made, and a journal that lies there would be obeyed.
 */
async function gitFolderOf(
  root: string,
  { env }: Pick<Machine, "env">,
): Promise<{ readonly gitFolder: string; readonly prefix: string } | undefined> {
  if (cloneAround(root) === undefined) return undefined;
  // A repository without a working tree that lies in the tree would be somebody's proposal.
  const args = ["-c", "safe.bareRepository=explicit", "-C", root, "rev-parse", "--absolute-git-dir", "--show-prefix"];
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

/** The folder itself, or the one above it that is there. */
function nearestFolder(place: string): string {
  return existsSync(place) ? place : nearestFolder(dirname(place));
}

/** Folders of builds that began here and did not end, by name. */
export function entriesOf({ place }: Staging): readonly string[] {
  try {
    return readdirSync(place).sort();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw unusable(place, error);
  }
}

/**
 * One build at a time: whoever makes a folder and sees no other has the tree. Two that come at once see each other, and
 * neither writes.
 * @param takeOver A folder of a build that is gone, instead of a new one: only one can have it.
 */
export function enterStaging(staging: Staging, takeOver?: string): string {
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
  if (takeOver === undefined) leaveStaging(staging, name);
  const [foreign] = others.filter((candidate) => ownerState(candidate) === "elsewhere");
  throw foreign === undefined ? stagingInUse() : elsewhere(place, foreign);
}

/** Where a build prepares its files: in its own folder, or beside the tree where it made a folder there itself. */
export function payloadOf({ place, besideTree }: Staging, name: string): string {
  return besideTree !== undefined && existsSync(join(place, name, "beside-tree")) ? besideTree : join(place, name);
}

/** @throws ToolFailure where somebody put a folder there, who did not mean what it holds to be taken for ours. */
export function preparePayload(staging: Staging, name: string): void {
  if (staging.besideTree === undefined) return;
  try {
    mkdirSync(staging.besideTree);
    writeFileSync(join(staging.place, name, "beside-tree"), "");
  } catch (error) {
    leaveStaging(staging, name);
    if (codeOf(error) !== "EEXIST") throw unusable(staging.besideTree, error);
    throw new ToolFailure(
      `${stagingFolder} is there, and no build of this clone made it`,
      "Remove it, and call again.",
    );
  }
}

export function leaveStaging(staging: Staging, name: string): void {
  rmSync(payloadOf(staging, name), { recursive: true, force: true });
  rmSync(join(staging.place, name), { recursive: true, force: true });
  try {
    rmdirSync(staging.place);
  } catch {
    // Somebody else's is there.
  }
}

function stagingInUse(): ToolFailure {
  return new ToolFailure("another build is writing this tree", "Wait for it to end, and call again.");
}

function elsewhere(place: string, name: string): ToolFailure {
  const machine = machineOf(name);
  return new ToolFailure(
    `a build on another machine or in another container (${machine}) is writing this tree, or was cut off there`,
    `Once it is sure that it ended: mv ${join(place, name)} ${join(place, "ended")}, and call again.`,
  );
}

/** A tree or a disk that takes no file is no other build. */
function unusable(place: string, error: unknown): ToolFailure {
  return new ToolFailure(
    `nothing can be written below ${place} (${reasonOf(place, error)})`,
    "A build keeps its journal there: check space and permissions, and call again.",
    { cause: error },
  );
}

/** Making several folders at once says ENOENT of a disk that is read-only (Node.js 24): asking again says why. */
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
