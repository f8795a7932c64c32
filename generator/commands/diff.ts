import { resolve } from "node:path";
import { compareDiagnostics } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { differenceData } from "../diff/data.ts";
import { difference, statementsOf } from "../diff/difference.ts";
import { differenceDocument, inOneComment } from "../diff/to-document.ts";
import { plainText } from "../layout/plain-text.ts";
import { changesOf } from "../plan/change.ts";
import { type Context, type ExitCode, widthOf } from "./context.ts";
import { refused } from "./inventory.ts";
import { readTrusted } from "./trusted.ts";
import { twoSides } from "./two-sides.ts";

export type DiffForm = "text" | "json" | "markdown";

export interface DiffOptions {
  readonly base: string | undefined;
  /** A checkout of the main branch, which says which branch that is. */
  readonly trusted: string | undefined;
  readonly output: DiffForm;
}

/** What the working tree's inputs do to the clusters, against a revision. Writes nothing; what it finds is for `check` and `guard` to refuse. */
export async function diff(root: string, { base, trusted, output }: DiffOptions, context: Context): Promise<ExitCode> {
  const branch = trusted === undefined ? undefined : readTrusted(resolve(context.cwd, trusted)).branch;
  if (trusted !== undefined && branch === undefined)
    throw new UsageError(
      `${trusted} cannot be understood`,
      "Repair the main branch first: npx --no-install tenantry check there.",
    );
  const sides = await twoSides(root, base, branch, context);
  if (!("revision" in sides)) return refused(sides.diagnostics, output, context);
  const { before, after, publication, revision, diagnostics } = sides;
  const changes = changesOf(publication, before.tree);
  const statements = statementsOf(before, after, changes);
  const found = differenceData(
    difference(revision.name, changes, statements, diagnostics.toSorted(compareDiagnostics)),
  );
  if (output === "json") context.out(`${JSON.stringify(found, null, 2)}\n`);
  else
    context.out(output === "markdown" ? inOneComment(found) : plainText(differenceDocument(found), widthOf(context)));
  return 0;
}
