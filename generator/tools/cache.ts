import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
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

export function digestOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex").slice(0, 32);
}
