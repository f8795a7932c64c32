import { spawn } from "node:child_process";
import { ToolFailure } from "../diagnostics/tool-failure.ts";

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a program to its end and gives all that it said.
 * @throws ToolFailure where it cannot be started, or ends by a signal.
 */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...(options.env ?? process.env) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error) =>
      reject(
        new ToolFailure(`${program} cannot be started: ${error.message}`, "Is it installed, and on the PATH?", {
          cause: error,
        }),
      ),
    );
    child.on("close", (code, signal) => {
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString("utf8");
      if (code === null)
        reject(
          new ToolFailure(
            `${program} was ended by ${signal ?? "a signal"}`,
            "Call again; if it happens again, is there enough memory?",
          ),
        );
      else resolve({ code, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}
