import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import type { Machine } from "./machine.ts";

/** The user's cache: what can be made again, kept between runs and shared by all clones. */
export function cacheFolder(machine: Pick<Machine, "env"> & Partial<Machine>): string {
  const { TENANTRY_CACHE, XDG_CACHE_HOME } = machine.env;
  if (TENANTRY_CACHE !== undefined && TENANTRY_CACHE !== "") return TENANTRY_CACHE;
  return join(
    XDG_CACHE_HOME !== undefined && XDG_CACHE_HOME !== "" ? XDG_CACHE_HOME : join(homedir(), ".cache"),
    "tenantry",
  );
}

/**
 * The folder `target`, made by `fill` where it does not exist yet. It appears whole or not at all: an interrupted run leaves
 * nothing that is believed later, and of two runs that make it at once the second one's work is dropped.
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
      `the cache ${target} cannot be written`,
      "Check the space and permissions there, or set TENANTRY_CACHE to another folder.",
      { cause: error },
    );
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** Digests of all files of a folder, beside them. */
const digestsFile = ".digests";
const verified = new Set<string>();

/**
 * Insists that a folder of the cache is what was made, once in a process: nobody believes a tool or schema that changed.
 * @param only The one file that is used; all of them, and no other, where left out.
 * @throws ToolFailure naming the first that differs.
 */
export function verifyFolder(target: string, only?: string): void {
  const key = join(target, only ?? "");
  if (verified.has(key)) return;
  const made = digestsInFolder(target);
  const found = only === undefined ? digestsIn(target) : new Map([[only, fileDigest(join(target, only))]]);
  const names = new Set([...found.keys(), ...(only === undefined ? made.keys() : [])]);
  for (const name of names) {
    if (made.get(name) === found.get(name)) continue;
    throw new ToolFailure(
      `${join(target, name)} is not what was made there`,
      `Somebody or something changed the cache: remove ${target}, and call again.`,
    );
  }
  verified.add(key);
}

function digestsInFolder(folder: string): ReadonlyMap<string, string> {
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
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch {
    return undefined;
  }
}

export function digestOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex").slice(0, 32);
}
