import type { Command } from "commander";
import type { ExitCode } from "./context.ts";

/** Adds a command to the program; arguments and options are added to what it gives. */
export type Define = <F>(
  name: string,
  description: string,
  /** What --output takes, text where left out; of one form there is nothing to choose. */
  forms: readonly string[],
  run: (root: string, flags: F, args: readonly string[]) => ExitCode | Promise<ExitCode>,
) => Command;
