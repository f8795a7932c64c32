import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { preconditions } from "../patterns/preconditions.ts";
import type { Publication } from "../publish/publication.ts";
import { type Tree, treeAfter } from "../publish/tree.ts";
import type { ChartSpec } from "../validate/addons/chart.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { Selection } from "../validate/selection.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { changesOf } from "./change.ts";
import type { CommitStep } from "./commit-step.ts";
import { applyEdits } from "./edit.ts";
import { effectsOf } from "./effects.ts";
import type { PlannedStep } from "./plan.ts";
import { retainedObjects } from "./retained-objects.ts";

/** The parts of the program that planning depends on. */
export interface PlanContext {
  readonly tree: Tree;
  readonly today: string;
  /** Lifecycle changes in the current files that come too early. */
  readonly lifecycleViolations: (inventory: Inventory) => Promise<readonly Diagnostic[]>;
  /** The descriptions of charts in the merged revision, by repository, name and version. */
  readonly earlierCharts: (inventory: Inventory) => Promise<ReadonlyMap<string, ChartSpec>>;
  /** Compares the output of an inventory with a tree, and returns the findings of the gates. */
  readonly compare: (
    tree: Tree,
    inventory: Inventory,
    selection: Selection,
  ) => Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly publication: Publication }>;
}

interface PlannedSteps {
  readonly steps: readonly PlannedStep[];
  readonly unmet: readonly Diagnostic[];
}

/** The changes and effects of each commit, and the findings that block them. Each commit starts from the tree that the previous commit leaves. */
export async function planSteps(
  documents: RepositoryDocuments,
  route: readonly CommitStep[],
  selection: Selection & { readonly hubs: readonly string[] },
  { tree, today, compare }: PlanContext,
): Promise<PlannedSteps> {
  const steps: PlannedStep[] = [];
  const unmet = new Map<string, Diagnostic>();
  let currentTree = tree;
  for (const step of route) {
    const inputs = applyEdits(documents, step.edits);
    const validated = validateInventory(inputs);
    if (!validated.ok) {
      for (const diagnostic of validated.diagnostics)
        if (diagnostic.severity === "error") unmet.set(keyOf(diagnostic), diagnostic);
      steps.push({ ...step, changes: [], staying: new Set(), effects: [], unseen: true });
      break;
    }
    const inventory = validated.value;
    const { publication, diagnostics } = await compare(
      currentTree,
      inventory,
      selectionAfter(step, selection, inventory),
    );
    const all = changesOf(publication, currentTree);
    const { orphans, kept } = retainedObjects(all);
    const changes = all.filter(
      ({ cluster, hub }) =>
        selection.clusters.length === 0 ||
        selection.clusters.includes(cluster) ||
        (hub !== undefined && selection.hubs.includes(hub)),
    );
    const executed = changes.filter((change) => !orphans.has(change));
    steps.push({ ...step, changes, staying: new Set([...orphans, ...kept]), effects: effectsOf(executed, inventory) });
    for (const precondition of [...preconditions(inventory, today), ...diagnostics])
      if (precondition.severity === "error" && concerns(precondition, selection))
        unmet.set(keyOf(precondition), precondition);
    currentTree = treeAfter(currentTree, publication);
  }
  return { steps, unmet: [...unmet.values()] };
}

/** A removed tenant or cluster is no longer in the inventory, but its generated files still exist. */
function selectionAfter(
  { edits }: CommitStep,
  { clusters, tenants, hubs }: Selection & { readonly hubs: readonly string[] },
  inventory: Inventory,
): Selection {
  const leaves = edits.some(
    (edit) => "delete" in edit || edit.value === undefined || edit.path.at(-1) === "excludeClusters",
  );
  const remains = clusters.every((name) => inventory.clusters.some((cluster) => cluster.name === name));
  // The bootstrap of a hub belongs to no cluster.
  return { clusters: remains && hubs.length === 0 ? clusters : [], tenants: leaves ? [] : tenants };
}

/** Whether a finding is relevant for the selected clusters. */
function concerns({ at }: Diagnostic, { clusters }: Selection): boolean {
  const [top, cluster] = at.file.split("/");
  return top !== "clusters" || clusters.length === 0 || clusters.includes(cluster ?? "");
}

function keyOf({ code, at, message }: Diagnostic): string {
  return [code, at.file, at.line, at.column, message].join(":");
}
