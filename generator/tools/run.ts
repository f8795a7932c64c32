import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { ToolFailure } from "../diagnostics/tool-failure.ts";

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The raw bytes of stdout. */
  readonly bytes: Buffer;
}

export interface ProgramOptions {
  readonly cwd?: string | undefined;
  /** The complete environment. The environment of this process if omitted. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The standard input. Empty if omitted. */
  readonly input?: string | undefined;
  readonly limits?: Limits;
  /** The name of the program in error messages. The started command if omitted. */
  readonly name?: string;
}

interface Limits {
  /** Time limit. After it, the program and all its children are terminated. */
  readonly seconds: number;
  /** Limit of its output in bytes. */
  readonly mostBytes: number;
}

const generous: Limits = { seconds: 1800, mostBytes: 1024 ** 3 };

/** Process groups of the running programs. */
const running = new Set<number>();

/** Terminates all programs when the process is interrupted. They run in separate groups and would otherwise continue. */
export function endAllPrograms(): void {
  for (const group of running) endGroup(group);
}

/**
 * Runs a program to its end and returns its complete output. A run of tenantry starts its programs through `run-tool.ts`,
 * which limits each program.
 * @throws ToolFailure if it cannot be started, ends by a signal, or exceeds a limit.
 */
export function run(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  const { cwd, input, env = process.env, limits: { seconds, mostBytes } = generous, name = program } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...env },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      // In a separate group, so that its children end with it.
      detached: true,
    });
    const group = child.pid;
    if (group !== undefined) running.add(group);
    let over: string | undefined;
    const end = (why: string): void => {
      over ??= why;
      if (group !== undefined) endGroup(group);
    };
    const timer = setTimeout(() => end(`exceeded the limit of ${seconds} s`), seconds * 1000);
    // A program that ends without reading all of its input reports a problem by its exit code.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    const collect =
      (parts: Buffer[]) =>
      (chunk: Buffer): void => {
        bytes += chunk.length;
        if (bytes > mostBytes) end(`exceeded the limit of ${mostBytes} bytes of output`);
        else parts.push(chunk);
      };
    child.stdout?.on("data", collect(stdout));
    child.stderr?.on("data", collect(stderr));
    const done = (): void => {
      clearTimeout(timer);
      if (group !== undefined) running.delete(group);
    };
    child.on("error", (error) => {
      done();
      reject(notStarted(program, name, cwd, error));
    });
    child.on("close", (code, signal) => {
      done();
      if (over !== undefined) reject(new ToolFailure(`${name} ${over}, and was terminated`, tooMuch));
      else if (code === null)
        reject(
          new ToolFailure(
            `${name} was terminated by ${signal ?? "a signal"}`,
            "Run the command again. If the error occurs again, check the available memory.",
          ),
        );
      else resolve(finished(code, Buffer.concat(stdout), Buffer.concat(stderr)));
    });
  });
}

/** Without a folder in its name, the system looks for a program in the folders of PATH. A missing `cwd` causes the same error. */
function notStarted(program: string, name: string, cwd: string | undefined, error: Error): ToolFailure {
  const isMissing = "code" in error && error.code === "ENOENT" && !program.includes("/") && existsSync(cwd ?? ".");
  return isMissing
    ? new ToolFailure(
        `missing program ${program}: no folder of PATH contains it`,
        `Install ${program}, or add its folder to PATH.`,
        { cause: error },
      )
    : new ToolFailure(`cannot start ${name}: ${error.message}`, "Install the program, or add its folder to the PATH.", {
        cause: error,
      });
}

const tooMuch = "Check the input of the program. Real input needs only a small part of this limit.";

function finished(code: number, bytes: Buffer, errors: Buffer): ProgramResult {
  return {
    code,
    bytes,
    get stdout() {
      return bytes.toString("utf8");
    },
    stderr: errors.toString("utf8"),
  };
}

function endGroup(group: number): void {
  try {
    // Windows has no process groups, so there only the program itself is terminated.
    process.kill(process.platform === "win32" ? group : -group, "SIGKILL");
  } catch {
    // It has already ended.
  }
}
