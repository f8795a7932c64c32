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

/** All that there are. */
export function oracleNames(): readonly OracleName[] {
  return foldersOf(oracles).flatMap((module) =>
    foldersOf(join(oracles, module)).map((program): OracleName => `${module}/${program}`),
  );
}

/**
 * Somebody else's code, to compare ours with: it is given questions, each a line of JSON, and gives an answer to each.
 * @returns Asks it. One that ends badly, says anything beside its answers, or leaves a question out has not answered.
 */
export async function oracle<Answer>(
  name: OracleName,
): Promise<(questions: readonly unknown[]) => Promise<readonly Answer[]>> {
  const program = await provideOracle(name);
  return async (questions) => {
    const input = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
    const { code, stdout, stderr } = await run(program, [], { input, name });
    const answers = stdout.split("\n").filter((line) => line !== "");
    if (code !== 0 || stderr !== "" || answers.length !== questions.length)
      throw new Error(`${name} ends with ${code} and answers ${answers.length} of ${questions.length}: ${stderr}`);
    return answers.map((line) => JSON.parse(line));
  };
}

/**
 * Path of an oracle: from the user's cache, or built now. It appears there whole or not at all.
 * @throws ToolFailure where there is no Go, or it does not build.
 */
export async function provideOracle(name: OracleName): Promise<string> {
  const folder = join(oracles, name);
  const texts = ["../go.mod", "../go.sum", "main.go"].map((file) => readFileSync(join(folder, file), "utf8"));
  const version = await ask(["env", "GOVERSION"], folder);
  const key = digestOf(version, platform(), arch(), ...texts);
  const target = join(cacheFolder(machine), "oracles", `${name.replace("/", "-")}-${key}`);
  await provideFolder(target, async (draft) => {
    machine.log(`building the oracle ${name}, once`);
    await ask(["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-o", join(draft, "oracle"), "."], folder);
  });
  verifyFolder(target);
  return join(target, "oracle");
}

/** The folder with the files of a Go module that an oracle's module requires, test data included. */
export async function moduleFolder(oracleModule: string, required: string): Promise<string> {
  // Not `go list`: it names no folder for a module that was never fetched, and an oracle out of the cache fetches none.
  const reported: { readonly Dir: string } = JSON.parse(
    await ask(["mod", "download", "-json", required], join(oracles, oracleModule)),
  );
  return reported.Dir;
}

async function ask(args: readonly string[], cwd: string): Promise<string> {
  const done = await runTool(goProgram, args, { cwd, env: machine.env }).catch((error: unknown) => {
    const remedy = "Install Go 1.26 or later (https://go.dev/dl).";
    throw new ToolFailure("the oracles are Go programs, and there is no go command", remedy, { cause: error });
  });
  if (done.code !== 0) throw new ToolFailure(`go ${args[0]} fails in ${cwd}`, `Go says why:\n${done.stderr.trim()}`);
  return done.stdout.trim();
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
