import { compareDiagnostics } from "../diagnostics/diagnostic.ts";
import { textReport } from "../diagnostics/report.ts";
import { openGates } from "../gate/gates.ts";
import { outOfOrder } from "../gate/life-in-order.ts";
import { markdown, plainText } from "../layout/document.ts";
import { loadRepository } from "../load/load-repository.ts";
import { compareWith } from "../pipeline.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Wish } from "../plan/route.ts";
import { planData, planDocument } from "../plan/to-document.ts";
import { diskTree } from "../publish/tree.ts";
import type { Selection } from "../validate/selection.ts";
import { type Context, coloured, type ExitCode } from "./context.ts";
import { progressLine } from "./progress.ts";

export interface PlanOptions {
  readonly wish: Wish;
  readonly selection: Selection;
  readonly output: "text" | "json" | "markdown";
}

/** What it takes to get from the tree to what is wished; 1 where something stops it today. Writes nothing. */
export async function plan(
  root: string,
  { wish, selection, output }: PlanOptions,
  context: Context,
): Promise<ExitCode> {
  const documents = loadRepository(root);
  if (!documents.ok) {
    context.out(textReport(documents.diagnostics.toSorted(compareDiagnostics), coloured(context)));
    return 1;
  }
  const progress = progressLine(context);
  const gates = openGates(root, { env: context.env, log: progress.log }, false);
  const made = await makePlan(documents.value, wish, selection, {
    tree: diskTree(root),
    today: context.today(),
    outOfOrder: (inventory) => outOfOrder(root, inventory),
    compare: async (tree, inventory, part) => {
      const { diagnostics, result } = await compareWith(tree, inventory, part, gates, progress.show);
      return { diagnostics, publication: result.publication };
    },
  });
  progress.clear();
  context.out(
    output === "json"
      ? `${JSON.stringify(planData(made), null, 2)}\n`
      : (output === "markdown" ? markdown : plainText)(planDocument(made)),
  );
  return made.unmet.length === 0 ? 0 : 1;
}
