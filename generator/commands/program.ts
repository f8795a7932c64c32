import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { folderInClone } from "../load/git.ts";
import { platformFile } from "../load/input-files.ts";
import { hangingIndent, wrapped } from "../text/plain-text.ts";
import { printable } from "../text/printable.ts";
import { ownVersion } from "../tools/own-version.ts";
import { type CommandContext, type ExitCode, widthOf } from "./context.ts";
import { helpLayout } from "./help.ts";
import { commands } from "./table.ts";

/** Runs one command line. All effects on the process go through `context`. */
export async function program(argv: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const tenantry = new Command("tenantry")
    .description(
      "Generates manifests and Argo CD Applications from one reviewed file per tenant, for platforms that serve models with Seldon Core v2.",
    )
    .option(
      "-C, --directory <folder>",
      "the folder of the repository (default: the repository that contains the current folder)",
    )
    .helpCommand(false)
    .configureHelp(helpLayout)
    .exitOverride()
    .configureOutput({
      writeOut: context.out,
      writeErr: context.err,
      getOutHelpWidth: () => widthOf(context),
      getErrHelpWidth: () => widthOf(context),
    })
    .addHelpText("after", "\nExit codes: 0 success, 1 findings, 2 incorrect usage or a failed tool.");

  for (const add of commands)
    add(tenantry, async (run) => {
      const { directory } = tenantry.opts<{ directory?: string }>();
      const root = directory === undefined ? repositoryAround(context.cwd) : resolve(context.cwd, directory);
      exit = await run(root, { ...context, folder: folderInClone(root) });
    });

  if (!hasOwnVersion(tenantry, argv))
    tenantry.version(ownVersion(), "-V, --version", "print the version of this program");

  try {
    await tenantry.parseAsync([...argv], { from: "user" });
    return exit;
  } catch (error) {
    return failure(error, context);
  }
}

/** Whether the called command has an option --version. The option of the program would hide it. */
function hasOwnVersion({ commands: known }: Command, argv: readonly string[]): boolean {
  const called = argv.find((word) => known.some((command) => command.name() === word));
  return known.some((command) => command.name() === called && command.options.some(({ long }) => long === "--version"));
}

/** The nearest folder, from this one up, with a platform file. If there is none, this folder, so that errors refer to it. */
function repositoryAround(folder: string): string {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(join(path, platformFile))) return path;
    if (dirname(path) === path) return folder;
  }
}

/** Prints incorrect usage, a failed tool or a bug in two lines. None of them is a finding in the input. */
function failure(error: unknown, context: CommandContext): ExitCode {
  const { err, env } = context;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const report = (message: string, remedy: string): void =>
    err(
      [...wrapped(`tenantry: ${message}`, widthOf(context), "  "), ...hangingIndent("  ", remedy, widthOf(context))]
        .map((line) => `${line}\n`)
        .join(""),
    );
  if (error instanceof ToolFailure) report(error.message, error.remedy);
  else if (error instanceof UsageError) report(error.message, error.hint);
  else err(bugReport(error, env["TENANTRY_DEBUG"] !== undefined));
  return 2;
}

/** @param whole Whether to add the stack trace, for developers. */
export function bugReport(error: unknown, whole: boolean): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = whole && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  const hint = "Set TENANTRY_DEBUG=1, run the command again, and report the output.";
  return `tenantry: this is a bug: ${printable(message.slice(0, 500))}\n  ${hint}\n${stack}`;
}
