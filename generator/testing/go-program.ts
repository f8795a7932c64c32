import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { cacheFolder, digestOf } from "../tools/cache.ts";
import { run } from "../tools/run.ts";
import { emptyFolder } from "./sandbox.ts";

/**
 * Path of a Go program that a test asks. It is built out of a module of the reference, once, and kept in the cache.
 * @param module Folder with the module's `go.mod`.
 * @param what Text of its `main.go`, or the path of a package that it requires.
 */
export async function goProgram(
  module: string,
  name: string,
  what: { readonly source: string } | { readonly package: string },
): Promise<string> {
  const program = join(
    cacheFolder({ env: process.env }),
    "witnesses",
    `${name}-${digestOf("source" in what ? what.source : what.package)}`,
  );
  if (existsSync(program)) return program;
  const folder = emptyFolder();
  cpSync(module, folder, { recursive: true });
  if ("source" in what) writeFileSync(join(folder, "main.go"), what.source);
  mkdirSync(dirname(program), { recursive: true });
  const built = await run("go", ["build", "-mod=mod", "-o", program, "source" in what ? "main.go" : what.package], {
    cwd: folder,
  });
  expect(built.code, built.stderr).toBe(0);
  return program;
}
