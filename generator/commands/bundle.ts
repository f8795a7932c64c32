import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { headOf } from "../load/revision.ts";
import { runChecks } from "../pipeline.ts";
import { bundleOf } from "../publish/bundle.ts";
import { countText } from "../text/counted.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";

export const bundleCommand = defineCommand<object>({
  name: "bundle",
  group: "workflow",
  summary: "write the changes of a build to one file",
  description:
    "write the changes of a build to one file. In a workflow run with write access, the command commit pushes the changes in this file",
  examples: ["bundle bundle.json"],
  options: (command) => command.argument("<file>", "the file to write"),
  run: ({ root, args: [file = ""], context }) => bundle(root, file, context),
});

/** Writes the changes of a build to one file, for a run that may push. The working tree does not change. */
async function bundle(root: string, file: string, context: CommandContext): Promise<ExitCode> {
  const head = await headOf(root);
  if (head === undefined)
    throw new UsageError(`missing commit in ${root}`, "Check out a commit: a bundle belongs to a commit.");
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, false);
  const found = await runChecks(
    root,
    { clusters: [], tenants: [] },
    { gates, today: context.today(), progress: progress.show },
  );
  progress.clear();
  const errors = found.diagnostics.filter(({ severity }) => severity === "error");
  if (found.result === undefined || errors.length > 0) return printRefusal(errors, "text", context);
  const made = bundleOf(head, found.result.publication);
  context.writing?.();
  try {
    writeFileSync(resolve(context.cwd, file), JSON.stringify(made));
  } catch (error) {
    throw new ToolFailure(`cannot write ${file}`, "Choose a file in a folder that exists.", { cause: error });
  }
  const count = Object.keys(made.writes).length;
  context.out(
    `${file}: ${countText(count, "file")} to write, ${made.removes.length} to remove, for commit ${head.slice(0, 10)}\n`,
  );
  return 0;
}
