import { resolve } from "node:path";
import { compareDiagnostics } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { differenceData, printedData } from "../diff/data.ts";
import { compareStates, statementsOf } from "../diff/difference.ts";
import { changesOf } from "../plan/change.ts";
import { differenceDocument, inOneComment } from "../report/difference-document.ts";
import { baseArgument, readBaseAndHead } from "./base-and-head.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { readTrusted, trustedOption } from "./trusted-checkout.ts";

export const diffCommand = defineCommand<{ readonly trusted?: string; readonly output: DocumentForm }>({
  name: "diff",
  group: "reviewer",
  summary: "show the effects of a change on the clusters",
  description:
    "show the effects on the clusters if the working tree replaces a revision: objects, traffic, connections, permissions, restarts, and the blast radius",
  examples: ["diff", "diff origin/main --output markdown"],
  forms: documentForms,
  options: (command) => command.argument("[base]", baseArgument).option("--trusted <folder>", trustedOption),
  run: ({ root, flags, args: [base], context }) => diff(root, { base, ...flags }, context),
});

interface DiffOptions {
  readonly base: string | undefined;
  /** A checkout of the main branch, which names that branch. */
  readonly trusted?: string | undefined;
  readonly output: DocumentForm;
}

/** Prints what the working tree changes on the clusters compared with a revision. Only `check` and `guard` fail on findings. */
async function diff(root: string, { base, trusted, output }: DiffOptions, context: CommandContext): Promise<ExitCode> {
  const main = trusted === undefined ? undefined : readTrusted(resolve(context.cwd, trusted));
  if (main !== undefined && main.branch === undefined)
    throw new UsageError(
      `invalid input files in ${trusted}`,
      "Fix the main branch first: check out the main branch, run npx --no-install tenantry check, and fix its findings.",
    );
  const comparison = await readBaseAndHead(root, base, main?.branch, context, main?.folder);
  if (!("revision" in comparison)) return printRefusal(comparison.diagnostics, output, context);
  const { base: before, head: after, publication, revision, diagnostics } = comparison;
  const changes = changesOf(publication, before.tree);
  const statements = statementsOf(before, after, changes);
  const found = differenceData(
    compareStates(revision.name, changes, statements, diagnostics.toSorted(compareDiagnostics)),
  );
  if (output === "markdown") context.out(inOneComment(found));
  else printDocument({ blocks: differenceDocument(found), data: printedData(found) }, output, context);
  return 0;
}
