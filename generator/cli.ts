#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import type { CommandContext } from "./commands/context.ts";

enableCompileCache();
const { bugReport, program } = await import("./commands/program.ts");
const { UsageError } = await import("./diagnostics/usage-error.ts");
const { closeAllScratch } = await import("./tools/scratch.ts");
const { endAllPrograms } = await import("./tools/run.ts");

type Ask = NonNullable<CommandContext["ask"]>;

const answered = new AbortController();
let questions: Promise<Ask> | undefined;

/** Answers come one by one, also where all of them are pasted at once; whoever ends the input has answered enough. */
async function openQuestions(): Promise<Ask> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: process.stdin, output: process.stderr, signal: answered.signal });
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const typed = lines[Symbol.asyncIterator]();
  return async (question) => {
    // As a prompt it is drawn again when somebody deletes what they typed.
    lines.setPrompt(question);
    lines.prompt();
    const { value, done } = await typed.next();
    if (done !== true) return value;
    process.stderr.write("\n");
    throw new UsageError("the input ended before all was answered", "Nothing was written.");
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
  // Undefined, not false, where it is a pipe.
  isTerminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
  writing: () => {
    written = true;
  },
  columns: process.stdout.columns,
  ask: process.stdin.isTTY === true && process.stderr.isTTY === true ? ask : undefined,
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

// A reader that has seen enough (head, less) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? 0);
});

// While generated files move into place nothing else runs, so a first Ctrl-C takes effect before or after that, never between.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => {
    const left = written ? "Some or all was written: git status says what." : "Nothing was written.";
    process.stderr.write(`\nInterrupted. ${left}\n`);
    endAllPrograms();
    closeAllScratch();
    process.exit(code);
  });
}

process.exitCode = await program(process.argv.slice(2), context);
// An input that stays open would keep the process waiting.
answered.abort();
