import { spawn } from "node:child_process";
import { ToolFailure } from "../diagnostics/tool-failure.ts";

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What it printed, before anybody took it for text. */
  readonly bytes: Buffer;
}

export interface ProgramOptions {
  readonly cwd?: string | undefined;
  /** All that it sees; what this process sees where left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it reads; nothing where left out. */
  readonly input?: string | undefined;
  readonly limits?: Limits;
  /** How to call it where it fails; as it is started where left out. */
  readonly name?: string;
}

interface Limits {
  /** After so many it is ended, with all that it started. */
  readonly seconds: number;
  /** Bytes that it may print. */
  readonly mostBytes: number;
}

const generous: Limits = { seconds: 1800, mostBytes: 1024 ** 3 };

/** Process groups of what runs now. */
const running = new Set<number>();

/** For an end that nobody waited for: what was started is in groups of its own, and would go on. */
export function endAllPrograms(): void {
  for (const group of running) endGroup(group);
}

/**
 * Runs a program to its end and gives all that it said. What belongs to a run of tenantry goes through `run-tool.ts`, which
 * says what each program may.
 * @throws ToolFailure where it cannot be started, ends by a signal, or takes more than it may.
 */
export function run(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  const { cwd, input, env = process.env, limits: { seconds, mostBytes } = generous, name = program } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...env },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      // In a group of its own, so that whatever it starts ends with it.
      detached: true,
    });
    const group = child.pid;
    if (group !== undefined) running.add(group);
    let over: string | undefined;
    const end = (why: string): void => {
      over ??= why;
      if (group !== undefined) endGroup(group);
    };
    const timer = setTimeout(() => end(`takes longer than ${seconds} s`), seconds * 1000);
    // Whoever ends without reading all of it says so with its exit code.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    const collect =
      (parts: Buffer[]) =>
      (chunk: Buffer): void => {
        bytes += chunk.length;
        if (bytes > mostBytes) end(`prints more than ${mostBytes} bytes`);
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
      reject(
        new ToolFailure(`${name} cannot be started: ${error.message}`, "Is it installed, and on the PATH?", {
          cause: error,
        }),
      );
    });
    child.on("close", (code, signal) => {
      done();
      if (over !== undefined) reject(new ToolFailure(`${name} ${over}, and was ended`, tooMuch));
      else if (code === null)
        reject(
          new ToolFailure(
            `${name} was ended by ${signal ?? "a signal"}`,
            "Call again; if it happens again, is there enough memory?",
          ),
        );
      else resolve(finished(code, Buffer.concat(stdout), Buffer.concat(stderr)));
    });
  });
}

const tooMuch = "Look at what it was given: real input takes a small part of that.";

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
    // Windows has no groups of processes: there the program itself is ended.
    process.kill(process.platform === "win32" ? group : -group, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
