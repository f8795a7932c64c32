import { readdirSync, readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { cacheFolder, digestOf, provideFolder, verifyFolder } from "../tools/cache.ts";
import type { Machine } from "../tools/machine.ts";
import { goProgram } from "../tools/programs.ts";
import { run } from "../tools/run.ts";
import { runTool } from "../tools/run-tool.ts";

/** A Go program of `generator/oracles/`: its module, and its folder there. */
export type OracleName = `${string}/${string}`;

const oracles = join(import.meta.dirname, "../oracles");
const machine: Machine = { env: process.env, log: (line) => process.stderr.write(`${line}\n`) };

/** All oracles. */
export function oracleNames(): readonly OracleName[] {
  return foldersOf(oracles).flatMap((module) =>
    foldersOf(join(oracles, module)).map((program): OracleName => `${module}/${program}`),
  );
}

/**
 * Independent code that tests compare ours with. It reads requests, each a line of JSON, and answers each of them.
 * @returns A function that queries the oracle. It throws if the oracle fails, prints an error, or leaves a request out.
 */
export async function oracle<Answer>(
  name: OracleName,
): Promise<(requests: readonly unknown[]) => Promise<readonly Answer[]>> {
  const program = await provideOracle(name);
  return async (requests) => {
    const input = requests.map((request) => `${JSON.stringify(request)}\n`).join("");
    const { code, stdout, stderr } = await run(program, [], { input, name });
    const answers = stdout.split("\n").filter((line) => line !== "");
    if (code !== 0 || stderr !== "" || answers.length !== requests.length)
      throw new Error(`${name} exits with ${code} and answers ${answers.length} of ${requests.length}: ${stderr}`);
    return answers.map((line) => JSON.parse(line));
  };
}

/**
 * The path of an oracle: from the user's cache, or built now. An incomplete build never appears in the cache.
 * @throws ToolFailure if Go is missing or the build fails.
 */
export async function provideOracle(name: OracleName): Promise<string> {
  const folder = join(oracles, name);
  const texts = ["../go.mod", "../go.sum", "main.go"].map((file) => readFileSync(join(folder, file), "utf8"));
  const version = await go(["env", "GOVERSION"], folder);
  const key = digestOf(version, platform(), arch(), ...texts);
  const target = join(cacheFolder(machine), "oracles", `${name.replace("/", "-")}-${key}`);
  await provideFolder(target, async (draft) => {
    machine.log(`building the oracle ${name}, once`);
    await go(["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-o", join(draft, "oracle"), "."], folder);
  });
  verifyFolder(target);
  return join(target, "oracle");
}

/** The folder with the files of a Go module that an oracle's module requires, test data included. */
export async function moduleFolder(oracleModule: string, required: string): Promise<string> {
  // Not `go list`: it names no folder for a module that was never fetched, and an oracle from the cache fetches no modules.
  const reported: { readonly Dir: string } = JSON.parse(
    await go(["mod", "download", "-json", required], join(oracles, oracleModule)),
  );
  return reported.Dir;
}

async function go(args: readonly string[], cwd: string): Promise<string> {
  const result = await runTool(goProgram, args, { cwd, env: machine.env }).catch((error: unknown) => {
    const remedy = "Install Go 1.26 or later (https://go.dev/dl).";
    throw new ToolFailure("missing command go: the oracles are Go programs", remedy, { cause: error });
  });
  if (result.code !== 0)
    throw new ToolFailure(`go ${args[0]} fails in ${cwd}`, `The output of Go:\n${result.stderr.trim()}`);
  return result.stdout.trim();
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
