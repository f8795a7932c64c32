import { confined, confinement } from "./confinement.ts";
import { allowances, environmentOf, type Program } from "./programs.ts";
import { type ProgramResult, run } from "./run.ts";

export interface ToolOptions {
  readonly cwd?: string;
  /** Of the caller, out of which the program gets what it needs; this process's where left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it reads; nothing where left out. */
  readonly input?: string;
}

/**
 * Runs a program to its end and gives all that it said. It sees what its row in `programs.ts` names, and gets no more time,
 * output and memory than stands there.
 * @throws ToolFailure where it cannot be started, ends by a signal, or takes more than it may.
 */
export async function runTool(
  { name, path }: Program,
  args: readonly string[],
  { cwd, env = process.env, input }: ToolOptions = {},
): Promise<ProgramResult> {
  const limits = allowances[name];
  const plain = [path, ...args];
  const [first = path, ...others] =
    limits.mostMemory === undefined ? plain : confined(await confinement(), limits.mostMemory, plain);
  return run(first, others, { cwd, input, env: environmentOf(name, env), limits, name });
}
