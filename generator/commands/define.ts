import { type Command, Option } from "commander";
import type { CommandContext, ExitCode } from "./context.ts";

/** The groups of commands in the help, by their main users. */
const groups = {
  engineer: "For engineers who deploy models:",
  reviewer: "For reviewers of pull requests:",
  platform: "For the platform team:",
  workflow: "For CI workflows:",
} as const;

/** One call of a command, parsed from the command line. */
interface Call<F> {
  /** The repository's folder. */
  readonly root: string;
  readonly flags: F;
  readonly args: readonly string[];
  readonly context: CommandContext;
}

interface Definition<F> {
  readonly name: string;
  readonly group: keyof typeof groups;
  /** One line for the list of all commands. */
  readonly summary: string;
  readonly description: string;
  /** Complete calls of the command, without `npx --no-install tenantry`. */
  readonly examples: readonly string[];
  /** The values of --output. The default is text. A command with one output format does not have the option. */
  readonly forms?: readonly string[];
  /** Adds its arguments and options. */
  readonly options?: (command: Command) => Command;
  readonly run: (call: Call<F>) => ExitCode | Promise<ExitCode>;
}

/** Runs a command with the repository's folder, and with the streams and variables of the process. */
type Launch = (run: (root: string, context: CommandContext) => ExitCode | Promise<ExitCode>) => Promise<void>;

/** An entry of the command table, which adds its command to the program. */
export type CommandEntry = (program: Command, launch: Launch) => void;

/** @typeParam F The parsed flags of the command. */
export function defineCommand<F>(definition: Definition<F>): CommandEntry {
  const { name, forms = [], options = unchanged, run } = definition;
  return (program, launch) => {
    const command = withHelp(program.command(name), definition);
    if (forms.length > 1)
      command.addOption(new Option("--output <form>", "output format").choices(forms).default("text"));
    options(command).action(() =>
      launch((root, context) =>
        run({ root, flags: command.opts<Record<string, unknown> & F>(), args: command.args, context }),
      ),
    );
  };
}

function unchanged(command: Command): Command {
  return command;
}

/** Adds the summary for the list of all commands, and the description and examples for the command's help. */
export function withHelp(
  command: Command,
  { group, summary, description, examples }: Pick<Definition<never>, "group" | "summary" | "description" | "examples">,
): Command {
  const lines = examples.map((example) => `  npx --no-install tenantry ${example}\n`).join("");
  examplesByCommand.set(command, examples);
  return command
    .description(description)
    .summary(summary)
    .helpGroup(groups[group])
    .addHelpText("after", `\nExamples:\n${lines.trimEnd()}`);
}

/** Adds the options that limit a run to some clusters or tenants. */
export function withSelection(command: Command): Command {
  return command
    .option("--cluster <name...>", "only these clusters")
    .option("--tenant <name...>", "only these tenants");
}

const examplesByCommand = new WeakMap<Command, readonly string[]>();

/** The examples of a command that `withHelp` described. */
export function examplesOf(command: Command): readonly string[] {
  return examplesByCommand.get(command) ?? [];
}
