import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { contextsNote } from "../layout/kubectl-context.ts";
import { platformProjectFile } from "../layout/paths.ts";
import { patternOf } from "../layout/pattern-of.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { defined } from "../models/defined.ts";
import type { Pattern } from "../patterns/pattern.ts";
import type { Tree } from "../publish/tree.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { requireTenants, type Selection, selectClusters } from "../validate/selection.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { addonMove } from "./addon-moves.ts";
import { lastStep } from "./after-removal.ts";
import { type ArgoCDMove, argoCDMoves, hubsThatChange } from "./argo-cd-move.ts";
import { rollbackOfMoves, withArgoCDMoves } from "./argo-cd-move-steps.ts";
import { clusterLifecycleFindings, refusedChanges } from "./blocking-findings.ts";
import { claimSteps, immovableClaims } from "./claim-steps.ts";
import { lastClusterStep } from "./cluster-last-step.ts";
import { onlyClusterFindings } from "./cluster-removal.ts";
import { type CommitStep, type PlanTarget, removesCluster } from "./commit-step.ts";
import { commitSteps } from "./commit-steps.ts";
import { leavingHub } from "./leave-cluster.ts";
import { lifecycleInTree } from "./lifecycle-in-tree.ts";
import { type Plan, riskOf } from "./plan.ts";
import { type PlanContext, planSteps } from "./plan-steps.ts";
import { remainingObjects } from "./remaining-objects.ts";
import { rollback } from "./rollback.ts";

/**
 * Plans from the current tree to the target, commit by commit. Generates the output of each step and compares it with the
 * tree that the step before leaves.
 */
export async function makePlan(
  documents: RepositoryDocuments,
  target: PlanTarget,
  selection: Selection,
  planner: PlanContext,
): Promise<Plan> {
  const now = validateInventory(documents);
  if (!now.ok) return failedPlan(titleOf(target, selection, []), now.diagnostics);
  const clusters = selectClusters(now.value, selection.clusters);
  requireTenants(now.value.clusters, selection.tenants);
  const before = patternsOf(planner.tree, clusters);
  const title = titleOf(target, { ...selection, clusters: clusters.map(({ name }) => name) }, clusters, before);
  const ofAddon = addonMove(target, clusters, {
    inventory: now.value,
    tree: planner.tree,
    earlier: target.version === undefined ? new Map() : await planner.earlierCharts(now.value),
  });
  const steps =
    ofAddon?.steps ??
    commitSteps(target, documents, now.value, clusters, selection.tenants, before, (cluster, tenant) =>
      lifecycleInTree(planner.tree, cluster, tenant),
    );
  const removes = removesCluster(target, selection.tenants);
  const moves = selection.tenants.length > 0 ? [] : movesOf(argoCDMoves(planner.tree, now.value), clusters);
  // The bootstrap of a hub leaves with the last cluster of the hub, and comes with the first one.
  const hubs = [
    ...(removes ? clusters.flatMap((cluster) => leavingHub(now.value, cluster) ?? []) : []),
    ...moves.flatMap(hubsThatChange),
  ];
  const scope = { ...selection, hubs };
  const withMoves = ([start, ...others]: readonly CommitStep[]): readonly CommitStep[] =>
    start === undefined ? [] : [withArgoCDMoves(start, moves), ...others];
  const first = await planSteps(documents, withMoves(steps), scope, planner);
  const immovable = immovableClaims(first.steps);
  const planned =
    immovable.length === 0
      ? first
      : await planSteps(documents, withMoves(claimSteps(immovable, clusters)), scope, planner);
  // Planned commits are in the right order. Hand-written files may not be.
  const early = steps.every(({ edits }) => edits.length === 0) ? await planner.lifecycleViolations(now.value) : [];
  return {
    title,
    unmet: [
      ...early,
      ...clusterLifecycleFindings(target, selection, clusters),
      ...(removes ? clusters.flatMap((cluster) => onlyClusterFindings(now.value, cluster)) : []),
      ...(ofAddon?.unmet ?? []),
      ...planned.unmet,
      ...refusedChanges(planned.steps),
    ],
    steps: planned.steps,
    risk: riskOf(planned.steps),
    staysBehind: remainingObjects(planned.steps, clusters),
    back: [
      ...rollbackOfMoves(moves),
      ...(moves.length > 0 && planned.steps.every(({ edits }) => edits.length === 0)
        ? []
        : rollback(target, planned.steps, clusters, before, selection.tenants)),
    ],
    last: ofAddon === undefined ? lastStepOf(target, now.value, clusters, selection.tenants) : ofAddon.last,
    ...defined({ contexts: contextsNote(clusters) }),
  };
}

/** The manual last step of a removal: of tenants, or of a cluster if no tenants are selected. */
function lastStepOf(
  target: PlanTarget,
  inventory: Inventory,
  clusters: readonly ClusterEntry[],
  tenants: readonly string[],
): Plan["last"] {
  if (target.lifecycle !== "removed") return undefined;
  const [cluster] = clusters;
  return cluster !== undefined && removesCluster(target, tenants)
    ? lastClusterStep(inventory, cluster)
    : lastStep(
        tenants,
        clusters.map(({ name }) => name),
      );
}

/** The moves of these clusters, and of the clusters whose hub leaves with them: one commit moves them. */
function movesOf(moves: readonly ArgoCDMove[], clusters: readonly ClusterEntry[]): readonly ArgoCDMove[] {
  const selected = moves.filter(({ cluster }) => clusters.some(({ name }) => name === cluster.name));
  const leaving = new Set(selected.flatMap(({ before, hubLeaves }) => (hubLeaves ? [before.hub] : [])));
  return moves.filter((move) => selected.includes(move) || leaving.has(move.before.hub));
}

function patternsOf(tree: Tree, clusters: readonly ClusterEntry[]): ReadonlyMap<string, Pattern> {
  return new Map(
    clusters.flatMap(({ name }) => {
      const pattern = patternOf(tree.read(platformProjectFile(name)));
      return pattern === undefined ? [] : [[name, pattern] as const];
    }),
  );
}

function titleOf(
  target: PlanTarget,
  { clusters, tenants }: Selection,
  entries: readonly ClusterEntry[],
  before: ReadonlyMap<string, Pattern> = new Map(),
): string {
  const where = clusters.length === 0 ? "all clusters" : clusters.join(", ");
  if (target.addon !== undefined) return `add-on ${target.addon} on ${where}: ${addonGoal(target)}`;
  if (removesCluster(target, tenants)) return `cluster ${where}: removed`;
  if (target.lifecycle !== undefined) return `${tenants.join(", ")} on ${where}: ${target.lifecycle}`;
  if (target.seldon !== undefined) return `Seldon Core ${target.seldon} on ${where}`;
  const [entry] = entries;
  const from = before.get(entry?.name ?? "")?.name;
  const to = target.pattern ?? entry?.spec.seldon.pattern;
  if (entries.length === 1 && from !== undefined && to !== undefined && from !== to)
    return `${where} from ${from} to ${to}`;
  return `current files on ${where}`;
}

function addonGoal({ version, adopt }: PlanTarget): string {
  if (version !== undefined) return `version ${version}`;
  return adopt === true ? "adopted" : "removed";
}

function failedPlan(title: string, unmet: readonly Diagnostic[]): Plan {
  const risk = {
    traffic: "none" as const,
    tenants: [],
    message: "The impact on requests is unknown until the files are valid.",
  };
  return {
    title,
    // A warning blocks nothing.
    unmet: unmet.filter(({ severity }) => severity === "error"),
    steps: [],
    risk,
    staysBehind: [],
    back: ["There is nothing to roll back."],
    last: undefined,
  };
}
