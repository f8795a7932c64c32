import type { CommandContext } from "../commands/context.ts";
import { program } from "../commands/program.ts";

export interface CommandOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The same environment on every machine: a test that needs CI sets it, and output is wide enough to keep sentences unbroken. */
const ordinary: CommandContext["env"] = { ...process.env, CI: undefined, COLUMNS: "2000" };

/** Runs a command line in `root`, in this process, and returns all of its output. */
export async function tenantry(
  root: string,
  argv: readonly string[],
  env: CommandContext["env"] = ordinary,
  ask?: CommandContext["prompt"],
): Promise<CommandOutput> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await program(argv, {
    cwd: root,
    env,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    isTerminal: { out: false, err: false },
    prompt: ask,
    now: () => 0,
    today: () => "2026-11-23",
  });
  return { code, out: out.join(""), err: err.join("") };
}

/** "file:line:column code" of every finding of `check`, in order. */
export async function findings(root: string): Promise<readonly string[]> {
  const { out } = await tenantry(root, ["check", "--output", "json"]);
  const report: { diagnostics: { file: string; line: number; column: number; code: string }[] } = JSON.parse(out);
  return report.diagnostics
    .filter(({ code }) => code !== "publish/drift")
    .map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
}

/** "file:line:column code" of every finding of `lint`, or of those with one code, in order. */
export async function linted(root: string, argv: readonly string[], code?: string): Promise<readonly string[]> {
  const { out } = await tenantry(root, ["lint", ...argv, "--output", "json"]);
  const report: { diagnostics: { file: string; line: number; column: number; code: string }[] } = JSON.parse(out);
  return report.diagnostics
    .filter((diagnostic) => code === undefined || diagnostic.code === code)
    .map((diagnostic) => `${diagnostic.file}:${diagnostic.line}:${diagnostic.column} ${diagnostic.code}`);
}
