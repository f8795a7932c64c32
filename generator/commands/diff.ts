import { resolve } from "node:path";
import { compareDiagnostics } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { differenceData, printedData } from "../diff/data.ts";
import { compareStates, statementsOf } from "../diff/difference.ts";
import { changesOf } from "../plan/change.ts";
import { differenceDocument, inOneComment } from "../report/difference-document.ts";
import { readBaseAndHead } from "./base-and-head.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { readTrusted, trustedOption } from "./trusted-checkout.ts";

export const diffCommand = defineCommand<{ readonly trusted?: string; readonly output: DocumentForm }>({
  name: "diff",
  group: "reviewer",
  summary: "say what a change does to the clusters",
  description:
    "say what the files as they are do to the clusters, against a revision: objects, traffic, reach, access, restarts, and how far it reaches",
  examples: ["diff", "diff origin/main --output markdown"],
  forms: documentForms,
  options: (command) =>
    command
      .argument("[base]", "a revision of git; where left out, the newest commit shared with the main branch")
      .option("--trusted <folder>", trustedOption),
  run: ({ root, flags, args: [base], context }) => diff(root, { base, ...flags }, context),
});

interface DiffOptions {
  readonly base: string | undefined;
  /** A checkout of the main branch, which says which branch that is. */
  readonly trusted?: string | undefined;
  readonly output: DocumentForm;
}

/** What the working tree's inputs do to the clusters, against a revision. Writes nothing; what it finds is for `check` and `guard` to refuse. */
async function diff(root: string, { base, trusted, output }: DiffOptions, context: CommandContext): Promise<ExitCode> {
  const branch = trusted === undefined ? undefined : readTrusted(resolve(context.cwd, trusted)).branch;
  if (trusted !== undefined && branch === undefined)
    throw new UsageError(
      `${trusted} cannot be understood`,
      "Repair the main branch first: npx --no-install tenantry check there.",
    );
  const sides = await readBaseAndHead(root, base, branch, context);
  if (!("revision" in sides)) return printRefusal(sides.diagnostics, output, context);
  const { base: before, head: after, publication, revision, diagnostics } = sides;
  const changes = changesOf(publication, before.tree);
  const statements = statementsOf(before, after, changes);
  const found = differenceData(
    compareStates(revision.name, changes, statements, diagnostics.toSorted(compareDiagnostics)),
  );
  if (output === "markdown") context.out(inOneComment(found));
  else printDocument({ blocks: differenceDocument(found), data: printedData(found) }, output, context);
  return 0;
}
