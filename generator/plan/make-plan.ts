import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { contextsNote } from "../layout/kubectl-context.ts";
import { platformProjectFile } from "../layout/paths.ts";
import { patternOf } from "../layout/pattern-of.ts";
import { platformFile, tenantFile } from "../load/input-files.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { defined } from "../models/defined.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { preconditions } from "../patterns/preconditions.ts";
import type { Publication } from "../publish/publication.ts";
import { type Tree, treeAfter } from "../publish/tree.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../validate/inventory.ts";
import { requireTenants, type Selection, selectClusters, unknownName } from "../validate/selection.ts";
import { Lifecycle } from "../validate/tenant.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { addonPartsInTree } from "./addon-parts.ts";
import { addonRemovalSteps, lastAddonStep } from "./addon-removal.ts";
import { lastStep } from "./after-removal.ts";
import { type ArgoCDMove, argoCDMoves, hubsThatChange } from "./argo-cd-move.ts";
import { rollbackOfMoves, withArgoCDMoves } from "./argo-cd-move-steps.ts";
import { changesOf } from "./change.ts";
import { claimSteps, immovableClaims } from "./claim-steps.ts";
import { lastClusterStep } from "./cluster-last-step.ts";
import { onlyClusterFindings } from "./cluster-removal.ts";
import { type CommitStep, type PlanTarget, removesCluster } from "./commit-step.ts";
import { commitSteps } from "./commit-steps.ts";
import { applyEdits } from "./edit.ts";
import { effectsOf } from "./effects.ts";
import { leavingHub } from "./leave-cluster.ts";
import { lifecycleInTree } from "./lifecycle-in-tree.ts";
import { type Plan, type PlannedStep, riskOf } from "./plan.ts";
import { remainingObjects } from "./remaining-objects.ts";
import { retainedObjects } from "./retained-objects.ts";
import { rollback } from "./rollback.ts";

/** The parts of the program that planning depends on. */
export interface PlanContext {
  readonly tree: Tree;
  readonly today: string;
  /** Lifecycle changes in the current files that come too early. */
  readonly lifecycleViolations: (inventory: Inventory) => Promise<readonly Diagnostic[]>;
  /** Compares the output of an inventory with a tree, and returns the findings of the gates. */
  readonly compare: (
    tree: Tree,
    inventory: Inventory,
    selection: Selection,
  ) => Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly publication: Publication }>;
}

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
  const leaving = leavingAddon(target, clusters);
  const steps =
    leaving === undefined
      ? commitSteps(target, documents, now.value, clusters, selection.tenants, before, (cluster, tenant) =>
          lifecycleInTree(planner.tree, cluster, tenant),
        )
      : addonRemovalSteps(
          leaving.cluster,
          leaving.addon,
          addonPartsInTree(planner.tree, leaving.cluster.name, leaving.addon),
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
      ...planned.unmet,
      ...blocked(planned.steps),
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
    last: lastStepOf(target, now.value, clusters, selection.tenants),
    ...defined({ contexts: contextsNote(clusters) }),
  };
}

/**
 * The add-on that the plan switches off.
 * @throws UsageError if it is not on the cluster.
 */
function leavingAddon(
  { addon: name }: PlanTarget,
  [cluster]: readonly ClusterEntry[],
): { readonly cluster: ClusterEntry; readonly addon: AddonEntry } | undefined {
  if (name === undefined || cluster === undefined) return undefined;
  const addon = cluster.addons.find((entry) => entry.name === name);
  const known = cluster.addons.map((entry) => entry.name);
  if (addon === undefined) throw unknownName("add-on", name, known);
  return { cluster, addon };
}

/** The manual last step of a removal: of an add-on, of tenants, or of a cluster if no tenants are selected. */
function lastStepOf(
  target: PlanTarget,
  inventory: Inventory,
  clusters: readonly ClusterEntry[],
  tenants: readonly string[],
): Plan["last"] {
  if (target.lifecycle !== "removed") return undefined;
  const leaving = leavingAddon(target, clusters);
  if (leaving !== undefined) return lastAddonStep(leaving.cluster, leaving.addon);
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

/** Clusters whose own lifecycle keeps these tenants at a later state than the target. */
function clusterLifecycleFindings(
  { lifecycle }: PlanTarget,
  { tenants }: Selection,
  clusters: readonly ClusterEntry[],
): readonly Diagnostic[] {
  if (lifecycle === undefined || lifecycle === "removed") return [];
  const order = Lifecycle.options;
  return clusters
    .filter(({ tenants: entries }) => entries.some(({ name }) => tenants.includes(name)))
    .filter(({ spec }) => order.indexOf(spec.seldon.lifecycle ?? "active") > order.indexOf(lifecycle))
    .map((cluster) =>
      findingAt(
        cluster.at("seldon", "lifecycle"),
        "lifecycle/out-of-order",
        codes["lifecycle/out-of-order"].messages.laterCluster(cluster.name, String(cluster.spec.seldon.lifecycle)),
        "Remove spec.seldon.lifecycle from the cluster file first.",
      ),
    );
}

interface PlannedSteps {
  readonly steps: readonly PlannedStep[];
  readonly unmet: readonly Diagnostic[];
}

async function planSteps(
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

function blocked(steps: readonly PlannedStep[]): readonly Diagnostic[] {
  return steps.flatMap(({ effects }) =>
    effects
      .filter(({ blocks }) => blocks === true)
      .map(({ about, message, tenant }) => ({
        code: "plan/immutable" as const,
        severity: "error" as const,
        message: codes["plan/immutable"].messages.refusedChange(about, message),
        at: wholeFile(tenant === undefined ? platformFile : tenantFile(tenant)),
      })),
  );
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
  if (target.addon !== undefined) return `add-on ${target.addon} on ${where}: removed`;
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

function failedPlan(title: string, unmet: readonly Diagnostic[]): Plan {
  const risk = {
    traffic: "none" as const,
    tenants: [],
    message: "The impact on requests is unknown until the files are valid.",
  };
  return {
    title,
    unmet,
    steps: [],
    risk,
    staysBehind: [],
    back: ["There is nothing to roll back."],
    last: undefined,
  };
}
