import type { Command } from "commander";
import { examplesOf } from "./define.ts";

/** The Markdown page of all commands, from their definitions. It has the same texts as the help. */
export function commandReference(program: Command): string {
  const commands = [...program.commands].filter((command) => command.name() !== "help");
  const groups = Map.groupBy(commands, (command) => command.helpGroup());
  return [
    "# Commands\n",
    "Run each command as `npx --no-install tenantry <command>`. Outside a clone of this repository, `--no-install` prevents npx from installing another package with the name `tenantry`. `npx --no-install tenantry help <command>` prints the help of one command in a terminal.\n",
    "Exit codes: `0` success, `1` findings, `2` incorrect usage or a failed tool. `plan` also exits with `1` if the change is currently blocked. `reach` also exits with `1` if the policies deny the connection.\n",
    ...[...groups].flatMap(([group, members]) => [
      `## ${group.replace(/:$/, "")}\n`,
      table(
        ["command", "what it does"],
        members.map((command) => [`[\`${command.name()}\`](#${command.name()})`, sentence(command.summary())]),
      ),
    ]),
    ...commands.map(section),
  ].join("\n");
}

function section(command: Command): string {
  const options = command.options.map(({ flags, description, argChoices, defaultValue }) => [
    `\`${flags}\``,
    sentence(description),
    argChoices?.map((choice) => `\`${choice}\``).join(", ") ?? "",
    defaultText(defaultValue),
  ]);
  const parameters = command.registeredArguments
    .filter(({ description }) => description !== "")
    .map((argument) => [`\`${argument.name()}\``, sentence(argument.description), "", ""]);
  return [
    `## ${command.name()}\n`,
    `${sentence(command.description())}\n`,
    `\`\`\`bash\n${examplesOf(command)
      .map((example) => `npx --no-install tenantry ${example}`)
      .join("\n")}\n\`\`\`\n`,
    ...(parameters.length + options.length === 0
      ? []
      : [table(["argument or option", "meaning", "values", "default"], [...parameters, ...options])]),
  ].join("\n");
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return `${[row(header), row(header.map(() => "---")), ...rows.map(row)].join("\n")}\n`;
}

function defaultText(value: unknown): string {
  if (value === undefined || value === false || value === "") return "";
  return `\`${Array.isArray(value) ? value.join(" ") : String(value)}\``;
}

/** Converts a help text, in lower case and without a full stop, into a sentence. */
function sentence(text: string): string {
  const ended = /[.:]$/.test(text) ? text : `${text}.`;
  return (ended.charAt(0).toUpperCase() + ended.slice(1)).replaceAll("<", "&lt;");
}
