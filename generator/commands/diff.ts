import { compareDiagnostics } from "../diagnostics/diagnostic.ts";
import { differenceData } from "../diff/data.ts";
import { difference, statementsOf } from "../diff/difference.ts";
import { differenceDocument, inOneComment } from "../diff/to-document.ts";
import { plainText } from "../layout/document.ts";
import { changesOf } from "../plan/change.ts";
import type { Context, ExitCode } from "./context.ts";
import { refused } from "./inventory.ts";
import { twoSides } from "./two-sides.ts";

export type DiffForm = "text" | "json" | "markdown";

/** What the working tree's inputs do to the clusters, against a revision. Writes nothing; what it finds is for `check` and `guard` to refuse. */
export async function diff(
  root: string,
  { base, output }: { readonly base: string | undefined; readonly output: DiffForm },
  context: Context,
): Promise<ExitCode> {
  const sides = await twoSides(root, base, context);
  if (!("revision" in sides)) return refused(sides.diagnostics, output, context);
  const { before, after, publication, revision, diagnostics } = sides;
  const changes = changesOf(publication, before.tree);
  const statements = statementsOf(before, after, changes);
  const found = differenceData(
    difference(revision.name, changes, statements, diagnostics.toSorted(compareDiagnostics)),
  );
  if (output === "json") context.out(`${JSON.stringify(found, null, 2)}\n`);
  else context.out(output === "markdown" ? inOneComment(found) : plainText(differenceDocument(found)));
  return 0;
}
