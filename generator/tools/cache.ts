import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import type { Machine } from "./machine.ts";

/** The user's cache: reproducible files that are kept between runs and shared by all clones. */
export function cacheFolder(machine: Pick<Machine, "env"> & Partial<Machine>): string {
  const { TENANTRY_CACHE, XDG_CACHE_HOME } = machine.env;
  if (TENANTRY_CACHE !== undefined && TENANTRY_CACHE !== "") return TENANTRY_CACHE;
  return join(
    XDG_CACHE_HOME !== undefined && XDG_CACHE_HOME !== "" ? XDG_CACHE_HOME : join(homedir(), ".cache"),
    "tenantry",
  );
}

/**
 * The folder `target`, created by `fill` if it does not exist yet. It appears completely or not at all: an interrupted run
 * leaves nothing that a later run would trust. If two runs create it at the same time, the work of the second is discarded.
 */
export async function provideFolder(target: string, fill: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}.${randomUUID()}`;
  try {
    mkdirSync(draft, { recursive: true });
    await fill(draft);
    writeFileSync(join(draft, digestsFile), JSON.stringify([...digestsIn(draft)]));
    try {
      renameSync(draft, target);
    } catch (error) {
      if (!existsSync(target)) throw error;
    }
  } catch (error) {
    if (error instanceof ToolFailure) throw error;
    throw new ToolFailure(
      `cannot write the cache ${target}`,
      "Check the free space and the permissions of this folder, or set TENANTRY_CACHE to another folder.",
      { cause: error },
    );
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** The file with the digests of all other files in its folder. */
const digestsFile = ".digests";
const verified = new Map<string, ReadonlyMap<string, string>>();

/**
 * Verifies once per process that a folder of the cache is unchanged. A changed tool or schema must not be used.
 * @param only The only file that is used. If omitted, the folder must contain exactly the original files.
 * @param digestOfFile The SHA-256 of this file. Undefined if it cannot be read.
 * @returns The SHA-256 of each verified file.
 * @throws ToolFailure with the first file that differs.
 */
export function verifyFolder(
  target: string,
  only?: string,
  digestOfFile: (file: string) => string | undefined = fileDigest,
): ReadonlyMap<string, string> {
  const key = join(target, only ?? "");
  const before = verified.get(key);
  if (before !== undefined) return before;
  const original = recordedDigests(target);
  const found = only === undefined ? digestsIn(target) : new Map([[only, digestOfFile(join(target, only))]]);
  const names = new Set([...found.keys(), ...(only === undefined ? original.keys() : [])]);
  for (const name of names) {
    if (original.get(name) === found.get(name)) continue;
    throw new ToolFailure(
      `changed file ${join(target, name)} in the cache`,
      `Another program or a user changed this file after Tenantry wrote it. Remove ${target}, and run the command again.`,
    );
  }
  verified.set(key, original);
  return original;
}

function recordedDigests(folder: string): ReadonlyMap<string, string> {
  try {
    const entries: readonly [string, string][] = JSON.parse(readFileSync(join(folder, digestsFile), "utf8"));
    return new Map(entries);
  } catch {
    return new Map();
  }
}

function digestsIn(folder: string): ReadonlyMap<string, string | undefined> {
  const names = readdirSync(folder).filter((name) => name !== digestsFile);
  return new Map(names.map((name) => [name, fileDigest(join(folder, name))]));
}

function fileDigest(file: string): string | undefined {
  try {
    return sha256Of(readFileSync(file));
  } catch {
    return undefined;
  }
}

/** The SHA-256 in hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function digestOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex").slice(0, 32);
}
