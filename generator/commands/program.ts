import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { build, type RunOptions } from "./build.ts";
import { check } from "./check.ts";
import type { Context, ExitCode } from "./context.ts";
import { schema } from "./schema.ts";

interface Flags {
  readonly cluster?: readonly string[];
  readonly tenant?: readonly string[];
  readonly output: "text" | "json";
  readonly cache?: boolean;
}

/** Runs one command line; everything it does to the process goes through `context`. */
export async function program(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const tenantry = new Command("tenantry")
    .description(
      "One reviewed file per tenant: manifests, gates and Argo CD Applications for platforms that serve models with Seldon Core v2.",
    )
    .option("-C, --directory <folder>", "the repository, instead of the one you are in")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: context.err })
    .addHelpText("after", "\nExit codes: 0 clean, 1 findings in the input, 2 a wrong call or a tool that failed.");

  const command = (
    name: string,
    description: string,
    run: (root: string, flags: Flags) => ExitCode | Promise<ExitCode>,
  ): Command => {
    const added = tenantry
      .command(name)
      .description(description)
      .addOption(new Option("--output <form>", "form of what is printed").choices(["text", "json"]).default("text"));
    return added.action(async (flags: Flags) => {
      const { directory } = tenantry.opts<{ directory?: string }>();
      exit = await run(
        directory === undefined ? repositoryAround(context.cwd) : resolve(context.cwd, directory),
        flags,
      );
    });
  };
  const surveying = (added: Command): Command =>
    added
      .option("--cluster <name...>", "only these clusters")
      .option("--tenant <name...>", "only these tenants")
      .option("--no-cache", "ask kustomize and kubeconform about everything anew");

  surveying(
    command("build", "write the generated trees, if nothing is wrong", (root, flags) =>
      build(root, runOptions(flags), context),
    ),
  );
  surveying(
    command("check", "say what a build would find or change, and write nothing", (root, flags) =>
      check(root, runOptions(flags), context),
    ),
  );
  command("schema", "write the JSON Schemas for editors, and the field reference", (root, flags) =>
    schema(root, flags.output, context),
  );

  try {
    await tenantry.parseAsync([...argv], { from: "user" });
    return exit;
  } catch (error) {
    return failure(error, context);
  }
}

/** The nearest folder from here up that looks like a repository; here, where none does, so that this is what is complained of. */
function repositoryAround(folder: string): string {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(join(path, "platform/platform.yaml"))) return path;
    if (dirname(path) === path) return folder;
  }
}

function runOptions({ cluster, tenant, output, cache }: Flags): RunOptions {
  return { selection: { clusters: cluster ?? [], tenants: tenant ?? [] }, output, fresh: cache === false };
}

/** A tool that failed and a wrong call are said in two lines; everything else is a bug, and keeps its stack. */
function failure(error: unknown, { err }: Context): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ToolFailure) err(`tenantry: ${error.message}\n  ${error.remedy}\n`);
  else if (error instanceof UsageError) err(`tenantry: ${error.message}\n  ${error.hint}\n`);
  else throw error;
  return 2;
}
