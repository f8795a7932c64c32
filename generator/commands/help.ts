import { type Command, Help, type HelpConfiguration } from "commander";
import { UsageError } from "../diagnostics/usage-error.ts";
import { suggestion } from "../text/nearest.ts";
import { visible } from "../text/visible.ts";
import { type CommandEntry, withHelp } from "./define.ts";

/** It speaks of all other commands, so it is given the program and needs no repository. */
export const helpCommand: CommandEntry = (program) => {
  withHelp(program.command("help"), {
    group: "engineer",
    summary: "say how a command is called",
    description: "say how a command is called",
    examples: ["help set"],
  })
    .argument("[command]", "a command; all of them where left out")
    .action((name: string | undefined) => commandCalled(program, name).outputHelp());
};

function commandCalled(program: Command, name: string | undefined): Command {
  const found = name === undefined ? program : program.commands.find((command) => command.name() === name);
  if (found !== undefined) return found;
  const names = program.commands.map((command) => command.name());
  throw new UsageError(`there is no command ${visible(name ?? "")}`, suggestion(name ?? "", names));
}

/** Of the whole program: commands in the order of their table, each in a line. */
export const helpLayout: HelpConfiguration = {
  // Groups come in the order of their commands.
  groupItems: (_, visible, groupOf) => new Help().groupItems([...visible], [...visible], groupOf),
  subcommandTerm: (command) => command.name(),
};
