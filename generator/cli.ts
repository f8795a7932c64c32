#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import type { CommandContext } from "./commands/context.ts";

enableCompileCache();
const { bugReport, program } = await import("./commands/program.ts");
const { UsageError } = await import("./diagnostics/usage-error.ts");
const { closeAllScratch } = await import("./tools/scratch.ts");
const { endAllPrograms } = await import("./tools/run.ts");

type Ask = NonNullable<CommandContext["prompt"]>;

const answered = new AbortController();
let questions: Promise<Ask> | undefined;

/** Reads answers line by line, also if the user pastes all of them at once. If the input ends, it throws. */
async function openQuestions(): Promise<Ask> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: process.stdin, output: process.stderr, signal: answered.signal });
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const typed = lines[Symbol.asyncIterator]();
  return async (question) => {
    // readline draws a prompt again when the user deletes typed text.
    lines.setPrompt(question);
    lines.prompt();
    const { value, done } = await typed.next();
    if (done !== true) return value;
    process.stderr.write("\n");
    throw new UsageError("the input ended before all questions were answered", "Nothing was written.");
  };
}

async function ask(question: string): Promise<string> {
  questions ??= openQuestions();
  return (await questions)(question);
}

let written = false;

const context: CommandContext = {
  cwd: process.cwd(),
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  // Node.js sets undefined, not false, for a pipe.
  isTerminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
  writing: () => {
    written = true;
  },
  columns: process.stdout.columns,
  prompt: process.stdin.isTTY === true && process.stderr.isTTY === true ? ask : undefined,
  now: () => performance.now(),
  today: () => new Date().toISOString().slice(0, 10),
};

// An uncaught exception is a bug of the generator: exit code 1 is for findings in the input.
process.on("uncaughtException", (error) => {
  process.stderr.write(bugReport(error, process.env["TENANTRY_DEBUG"] !== undefined));
  endAllPrograms();
  closeAllScratch();
  process.exit(2);
});

// A reader that closes the pipe early (head, less) is not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? 0);
});

// The moves of generated files are synchronous, so a first Ctrl-C takes effect before or after all of them.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => {
    const state = written ? "Some or all files were written: git status lists them." : "Nothing was written.";
    process.stderr.write(`\nInterrupted. ${state}\n`);
    endAllPrograms();
    closeAllScratch();
    process.exit(code);
  });
}

process.exitCode = await program(process.argv.slice(2), context);
// An open input would keep the process running.
answered.abort();
