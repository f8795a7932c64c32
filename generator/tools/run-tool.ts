import { confinedCommand, confinement } from "./confinement.ts";
import { allowances, environmentOf, type Program } from "./programs.ts";
import { type ProgramResult, run } from "./run.ts";

export interface ToolOptions {
  readonly cwd?: string;
  /**
   * The caller's environment, of which the program gets only the variables that it needs. The environment of this
   * process if omitted.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The standard input. Empty if omitted. */
  readonly input?: string;
  /** A time limit for this run. The limit of the program's row if omitted. */
  readonly seconds?: number;
}

/**
 * Runs a program to its end and returns its complete output. Its row in `programs.ts` defines the environment variables that
 * it gets, and limits its time, output and memory.
 * @throws ToolFailure if it cannot be started, ends by a signal, or exceeds a limit.
 */
export async function runTool(
  { name, path }: Program,
  args: readonly string[],
  { cwd, env = process.env, input, seconds }: ToolOptions = {},
): Promise<ProgramResult> {
  const allowance = allowances[name];
  const limits = { ...allowance, seconds: seconds ?? allowance.seconds };
  const plain = [path, ...args];
  const [first = path, ...others] =
    limits.mostMemory === undefined ? plain : confinedCommand(await confinement(), limits.mostMemory, plain);
  return run(first, others, { cwd, input, env: environmentOf(name, env), limits, name });
}
