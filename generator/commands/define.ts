import { type Command, Option } from "commander";
import type { CommandContext, ExitCode } from "./context.ts";

/** The groups of commands in the help: by who uses them most. */
const groups = {
  engineer: "For engineers, who bring models:",
  reviewer: "For reviewers of a pull request:",
  platform: "For the platform team:",
  workflow: "For workflows on CI:",
} as const;

/** One call of a command, as the command line gives it. */
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
  /** For the list of all commands: a line. */
  readonly summary: string;
  readonly description: string;
  /** Complete calls of the command, without `npx --no-install tenantry`. */
  readonly examples: readonly string[];
  /** Values of --output, which is text by default. A command with one form has no such option. */
  readonly forms?: readonly string[];
  /** Adds its arguments and options. */
  readonly options?: (command: Command) => Command;
  readonly run: (call: Call<F>) => ExitCode | Promise<ExitCode>;
}

/** Runs a command with the folder of the repository, and with the streams and variables of the process. */
type Launch = (run: (root: string, context: CommandContext) => ExitCode | Promise<ExitCode>) => Promise<void>;

/** A command of the table: it adds itself to the program. */
export type CommandEntry = (program: Command, launch: Launch) => void;

/** @typeParam F Its flags, as its options give them. */
export function defineCommand<F>(definition: Definition<F>): CommandEntry {
  const { name, forms = [], options = unchanged, run } = definition;
  return (program, launch) => {
    const command = withHelp(program.command(name), definition);
    if (forms.length > 1)
      command.addOption(new Option("--output <form>", "form of what is printed").choices(forms).default("text"));
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

/** Adds to a command what the list of all commands says of it, and what its own help ends with. */
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

/** Options of a run over the inputs, or over some of them. */
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
