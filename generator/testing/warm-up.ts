import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describedSchemas } from "../models/described-schemas.ts";
import { seldonVersions } from "../models/seldon/versions.ts";
import { cacheFolder } from "../tools/cache.ts";
import { provideSchemas } from "../tools/provide-schemas.ts";
import { provideTool } from "../tools/provide-tool.ts";
import { newestVersions } from "../tools/schema-sources.ts";

/** The versions of the sample's clusters. */
const sampleVersions = ["3.2.11", "3.5.1"].map((argoCD) => ({ kubernetes: "1.34.4", argoCD }));

/** The versions of the platform in the rehearsal of an upgrade. */
const rehearsalVersions = { kubernetes: "1.33", argoCD: "3.2" };

/**
 * Provides tools and schemas once, before the tests. Workers start afterwards, and use the folders and the cache that this
 * function sets.
 */
export default async function warmUp(): Promise<() => void> {
  const folders = inMemory();
  const machine = { env: process.env, log: (line: string) => process.stderr.write(`${line}\n`) };
  await provideTool("kustomize", machine);
  await provideTool("kubeconform", machine);
  for (const versions of [...sampleVersions, rehearsalVersions, newestVersions])
    for (const seldon of seldonVersions) await provideSchemas(versions, describedSchemas(seldon), machine);
  const cache = join(folders, "cache");
  mkdirSync(cache);
  for (const name of ["tools", "schemas", "modules", "oracles"]) {
    mkdirSync(join(cacheFolder(machine), name), { recursive: true });
    symlinkSync(join(cacheFolder(machine), name), join(cache, name));
  }
  process.env["TENANTRY_CACHE"] = cache;
  // Argo CD never reads the golden repositories, so their place in this clone does not matter.
  process.env["GIT_CEILING_DIRECTORIES"] = join(import.meta.dirname, "../golden");
  // Node.js can reuse its compiled code in every run of the tests.
  process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "node-compile-cache");
  process.env["TMPDIR"] = folders;
  return () => rmSync(folders, { recursive: true, force: true });
}

/** The folder for the folders of all tests: in memory, which takes a tenth of the time, if enough memory is free. */
function inMemory(): string {
  const memory = "/dev/shm";
  const space = existsSync(memory) ? statfsSync(memory) : undefined;
  const isLarge = space !== undefined && space.bavail * space.bsize > 1024 ** 3;
  const folder = mkdtempSync(join(isLarge ? memory : tmpdir(), "tenantry-tests-"));
  const program = join(folder, "true");
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
  // Tests also run programs there, so the folder must allow execution.
  if (!isLarge || spawnSync(program).status === 0) return folder;
  rmSync(folder, { recursive: true });
  return mkdtempSync(join(tmpdir(), "tenantry-tests-"));
}
