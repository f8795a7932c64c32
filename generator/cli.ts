#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import type { Context } from "./commands/context.ts";

enableCompileCache();
const { program } = await import("./commands/program.ts");
const { closeAllScratch } = await import("./tools/scratch.ts");

const context: Context = {
  cwd: process.cwd(),
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  // Undefined, not false, where it is a pipe.
  isTerminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
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
