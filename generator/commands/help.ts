import { type Command, Help, type HelpConfiguration } from "commander";
import { UsageError } from "../diagnostics/usage-error.ts";
import { suggestion } from "../text/nearest.ts";
import { printable } from "../text/printable.ts";
import { type CommandEntry, withHelp } from "./define.ts";

/** It describes all other commands, so it receives the program and does not need a repository. */
export const helpCommand: CommandEntry = (program) => {
  withHelp(program.command("help"), {
    group: "engineer",
    summary: "show how to use a command",
    description: "show how to use a command",
    examples: ["help set"],
  })
    .argument("[command]", "a command (default: all commands)")
    .action((name: string | undefined) => requireCommand(program, name).outputHelp());
};

function requireCommand(program: Command, name: string | undefined): Command {
  const found = name === undefined ? program : program.commands.find((command) => command.name() === name);
  if (found !== undefined) return found;
  const names = program.commands.map((command) => command.name());
  throw new UsageError(`unknown command ${printable(name ?? "")}`, suggestion(name ?? "", names));
}

/** The layout of the program's help: one line per command, in the order of the command table. */
export const helpLayout: HelpConfiguration = {
  // Groups have the order of their first commands.
  groupItems: (_, visible, groupOf) => new Help().groupItems([...visible], [...visible], groupOf),
  subcommandTerm: (command) => command.name(),
};
