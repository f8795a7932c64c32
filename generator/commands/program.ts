import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { suggestion } from "../diagnostics/nearest.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { visible } from "../diagnostics/visible.ts";
import { hanging, wrapped } from "../layout/plain-text.ts";
import { platformFile } from "../load/input-files.ts";
import { valueAt } from "../validate/merge.ts";
import { askingCommands } from "./asking-commands.ts";
import { build, type RunOptions } from "./build.ts";
import { check } from "./check.ts";
import { type Context, type ExitCode, widthOf } from "./context.ts";
import type { Define } from "./define.ts";
import { everydayCommands } from "./everyday-commands.ts";
import { helpLayout, withHelp } from "./help.ts";
import { pullRequestCommands } from "./pull-request-commands.ts";
import { type ReportForm, reportForms } from "./run-report.ts";
import { schema } from "./schema.ts";

interface Flags {
  readonly cluster?: readonly string[];
  readonly tenant?: readonly string[];
  readonly output: ReportForm;
  readonly cache?: boolean;
  readonly drift?: boolean;
}

/** Runs one command line; everything it does to the process goes through `context`. */
export async function program(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const tenantry = new Command("tenantry")
    .description(
      "One reviewed file per tenant: manifests, gates and Argo CD Applications for platforms that serve models with Seldon Core v2.",
    )
    .option("-C, --directory <folder>", "the repository, instead of the one you are in")
    .version(version(), "-V, --version", "the version of this program")
    .helpCommand(false)
    .configureHelp(helpLayout)
    .exitOverride()
    .configureOutput({
      writeOut: context.out,
      writeErr: context.err,
      getOutHelpWidth: () => widthOf(context),
      getErrHelpWidth: () => widthOf(context),
    })
    .addHelpText(
      "after",
      "\nExit codes: 0 clean, 1 findings in the input,\n            2 a wrong call or a tool that failed.",
    );

  const command: Define = <F>(
    name: string,
    description: string,
    forms: readonly string[],
    run: (root: string, flags: F, args: readonly string[]) => ExitCode | Promise<ExitCode>,
  ): Command => {
    const added = withHelp(tenantry.command(name).description(description));
    if (forms.length > 1)
      added.addOption(new Option("--output <form>", "form of what is printed").choices(forms).default("text"));
    return added.action(async () => {
      const { directory } = tenantry.opts<{ directory?: string }>();
      exit = await run(
        directory === undefined ? repositoryAround(context.cwd) : resolve(context.cwd, directory),
        added.opts<Record<string, unknown> & F>(),
        added.args,
      );
    });
  };
  const surveying = (added: Command): Command =>
    added
      .option("--cluster <name...>", "only these clusters")
      .option("--tenant <name...>", "only these tenants")
      .option("--no-cache", "ask kustomize and kubeconform about everything anew");

  surveying(
    command<Flags>("build", "write the generated trees, if nothing is wrong", Object.keys(reportForms), (root, flags) =>
      build(root, runOptions(flags), context),
    ),
  );
  surveying(
    command<Flags>(
      "check",
      "say whether the files are valid, and how much there is to build; write nothing",
      Object.keys(reportForms),
      (root, flags) => check(root, { ...runOptions(flags), drift: flags.drift }, context),
    ),
  )
    .option("--drift", "fail on generated files that a build would change, too; on by itself where CI is set")
    .option("--no-drift", "do not, whatever CI says");
  pullRequestCommands(command, context);
  askingCommands(command, context);
  everydayCommands(command, context);
  command<Flags>(
    "schema",
    "write the JSON Schemas for editors, and the references of fields, patterns and rules",
    ["text", "json"],
    (root, flags) => schema(root, flags.output === "json" ? "json" : "text", context),
  );

  withHelp(tenantry.command("help").description("say how a command is called"))
    .argument("[command]", "a command; all of them where left out")
    .action((name: string | undefined) => commandCalled(tenantry, name).outputHelp());

  try {
    await tenantry.parseAsync([...argv], { from: "user" });
    return exit;
  } catch (error) {
    return failure(error, context);
  }
}

function commandCalled(tenantry: Command, name: string | undefined): Command {
  const found = name === undefined ? tenantry : tenantry.commands.find((one) => one.name() === name);
  if (found !== undefined) return found;
  const names = tenantry.commands.map((one) => one.name());
  throw new UsageError(`there is no command ${visible(name ?? "")}`, suggestion(name ?? "", names));
}

function version(): string {
  const text = readFileSync(join(import.meta.dirname, "../../package.json"), "utf8");
  return String(valueAt(JSON.parse(text), ["version"]));
}

/** The nearest folder from here up that looks like a repository; here, where none does, so that this is what is complained of. */
function repositoryAround(folder: string): string {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(join(path, platformFile))) return path;
    if (dirname(path) === path) return folder;
  }
}

function runOptions({ cluster, tenant, output, cache }: Flags): RunOptions {
  return { selection: { clusters: cluster ?? [], tenants: tenant ?? [] }, output, fresh: cache === false };
}

/** A tool that failed and a wrong call are said in two lines, and so is a bug: it is no finding, and nobody's input. */
function failure(error: unknown, context: Context): ExitCode {
  const { err, env } = context;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const say = (message: string, remedy: string): void =>
    err(
      [...wrapped(`tenantry: ${message}`, widthOf(context), "  "), ...hanging("  ", remedy, widthOf(context))]
        .map((line) => `${line}\n`)
        .join(""),
    );
  if (error instanceof ToolFailure) say(error.message, error.remedy);
  else if (error instanceof UsageError) say(error.message, error.hint);
  else err(bug(error, env["TENANTRY_DEBUG"] !== undefined));
  return 2;
}

/** @param whole With the stack, for whoever mends it. */
export function bug(error: unknown, whole: boolean): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = whole && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  const hint = "Please report it, with what TENANTRY_DEBUG=1 prints.";
  return `tenantry: this is a bug: ${visible(what.slice(0, 500))}\n  ${hint}\n${stack}`;
}
