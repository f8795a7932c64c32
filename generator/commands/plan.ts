import { UsageError } from "../diagnostics/usage-error.ts";
import { openGates } from "../gate/gates.ts";
import { outOfOrder } from "../gate/life-in-order.ts";
import { tenantScope } from "../generate/scope.ts";
import { firstPrediction, firstPredictionDocument, showcaseOf } from "../layout/first-prediction.ts";
import { tenantFile } from "../load/input-files.ts";
import { type Documents, loadRepository } from "../load/load-repository.ts";
import { lastCommitOf } from "../load/revision.ts";
import { compareWith } from "../pipeline.ts";
import { type Gone, planAfterRemoval } from "../plan/after-removal.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Plan } from "../plan/plan.ts";
import type { Wish } from "../plan/route.ts";
import { planData, planDocument } from "../plan/to-document.ts";
import { diskTree } from "../publish/tree.ts";
import { type Selection, selectUnits } from "../validate/selection.ts";
import { TenantName } from "../validate/terms.ts";
import type { Context, ExitCode } from "./context.ts";
import { readInventory, refused } from "./inventory.ts";
import { progressLine } from "./progress.ts";
import { written } from "./written.ts";

/** From nothing to a tenant's first counted answers, as a plan of its own. */
export function cleanPlan(
  root: string,
  { selection, output }: Pick<PlanOptions, "selection" | "output">,
  context: Context,
): ExitCode {
  const validated = readInventory(root);
  if (!validated.ok) return refused(validated.diagnostics, output, context);
  const [selected] = selectUnits(validated.value, selection);
  const cluster = selected?.cluster;
  const named = selection.tenants.length > 0 ? selected?.units[0]?.tenant : undefined;
  const asked = named ?? (cluster === undefined ? undefined : showcaseOf(cluster));
  if (cluster === undefined || asked === undefined)
    throw new UsageError("no tenant serves a model there", "Name a cluster and a tenant that do.");
  const scope = tenantScope(validated.value.platform, cluster, asked);
  const blocks = firstPredictionDocument(scope);
  context.out(
    output === "json"
      ? `${JSON.stringify({ version: 2, cluster: cluster.name, tenant: asked.name, steps: firstPrediction(scope) }, null, 2)}\n`
      : written(blocks, output, context),
  );
  return 0;
}

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
  if (!documents.ok) return refused(documents.diagnostics, output, context);
  const gone = wish.lifecycle === "removed" ? await goneOf(root, documents.value, selection) : [];
  if (gone.length > 0) {
    print(planAfterRemoval(gone), output, context);
    return 0;
  }
  const progress = progressLine(context);
  const gates = openGates(root, { env: context.env, log: progress.log }, false);
  const made = await makePlan(documents.value, wish, selection, {
    tree: diskTree(root),
    today: context.today(),
    outOfOrder: (inventory) => outOfOrder(root, inventory),
    compare: async (tree, inventory, part) => {
      const { diagnostics, result } = await compareWith(tree, inventory, part, {
        gates,
        today: context.today(),
        progress: progress.show,
      });
      return { diagnostics, publication: result.publication };
    },
  });
  progress.clear();
  print(made, output, context);
  return made.unmet.length === 0 ? 0 : 1;
}

function print(made: Plan, output: PlanOptions["output"], context: Context): void {
  context.out(
    output === "json" ? `${JSON.stringify(planData(made), null, 2)}\n` : written(planDocument(made), output, context),
  );
}

/** Tenants whose files are gone and were there once, where that is all that is asked about. */
async function goneOf(root: string, { tenants }: Documents, selection: Selection): Promise<readonly Gone[]> {
  const files = new Set(tenants.map(({ source }) => source.file));
  const names = selection.tenants.filter((name) => TenantName.safeParse(name).success);
  if (names.length < selection.tenants.length || names.some((name) => files.has(tenantFile(name)))) return [];
  const gone: Gone[] = [];
  for (const tenant of names) {
    const commit = await lastCommitOf(root, tenantFile(tenant));
    if (commit !== undefined) gone.push({ tenant, commit });
  }
  return gone.length < names.length ? [] : gone;
}
