#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import type { Context } from "./commands/context.ts";

enableCompileCache();
const { program } = await import("./commands/program.ts");
const { UsageError } = await import("./diagnostics/usage-error.ts");
const { closeAllScratch } = await import("./tools/scratch.ts");

/** Nobody answers what is not asked on a terminal, and whoever ends the input has answered enough. */
async function ask(question: string): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const ended = new Promise<never>((_, reject) => {
    lines.once("close", () =>
      reject(new UsageError("the input ended before all was answered", "Nothing was written.")),
    );
  });
  try {
    return await Promise.race([lines.question(question), ended]);
  } finally {
    ended.catch(() => {});
    lines.close();
  }
}

const context: Context = {
  cwd: process.cwd(),
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  // Undefined, not false, where it is a pipe.
  isTerminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
  ask: process.stdin.isTTY === true && process.stderr.isTTY === true ? ask : undefined,
  now: () => performance.now(),
  today: () => new Date().toISOString().slice(0, 10),
};

// A reader that has seen enough (head, less) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? 0);
});

// While files move into place nothing else runs, so a first Ctrl-C takes effect before or after that, never between.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => {
    process.stderr.write("\ninterrupted: the tree is as it was, or as it should be\n");
    closeAllScratch();
    process.exit(code);
  });
}

process.exitCode = await program(process.argv.slice(2), context);
