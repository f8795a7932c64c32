import { spawn } from "node:child_process";
import { ToolFailure } from "../diagnostics/tool-failure.ts";

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What it printed, before anybody took it for text. */
  readonly bytes: Buffer;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it reads; nothing where left out. */
  readonly input?: string;
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
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    // Whoever ends without reading all of it says so with its exit code.
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error) =>
      reject(
        new ToolFailure(`${program} cannot be started: ${error.message}`, "Is it installed, and on the PATH?", {
          cause: error,
        }),
      ),
    );
    child.on("close", (code, signal) => {
      const bytes = Buffer.concat(stdout);
      if (code === null)
        reject(
          new ToolFailure(
            `${program} was ended by ${signal ?? "a signal"}`,
            "Call again; if it happens again, is there enough memory?",
          ),
        );
      else {
        resolve({
          code,
          bytes,
          get stdout() {
            return bytes.toString("utf8");
          },
          stderr: Buffer.concat(stderr).toString("utf8"),
        });
      }
    });
  });
}
