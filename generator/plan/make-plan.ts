import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { platformProjectFile } from "../layout/paths.ts";
import { patternOf } from "../layout/pattern-of.ts";
import { platformFile, tenantFile } from "../load/input-files.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { modelsVolume } from "../models/seldon/servers/inference-server.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { preconditions } from "../patterns/preconditions.ts";
import { patterns } from "../patterns/table.ts";
import type { Publication } from "../publish/publication.ts";
import { type Tree, treeAfter } from "../publish/tree.ts";
import { configNameOf, mostReplicas, runsPipelines, serverConfigsOf } from "../validate/effective.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../validate/inventory.ts";
import { requireTenants, type Selection, selectClusters } from "../validate/selection.ts";
import { Lifecycle } from "../validate/tenant.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { lastStep, restoreRemoved } from "./after-removal.ts";
import { changesOf } from "./change.ts";
import {
  type CommitStep,
  commitSteps,
  modelsMet,
  type PlanTarget,
  serverStart,
  serverStop,
  syncDelay,
} from "./commit-steps.ts";
import { applyEdits, type Edit } from "./edit.ts";
import { effectsOf } from "./effects.ts";
import { lifecycleInTree } from "./lifecycle-in-tree.ts";
import { type Plan, type PlannedStep, riskOf } from "./plan.ts";
import { retainedObjects } from "./retained-objects.ts";

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
  const steps = commitSteps(target, now.value, clusters, selection.tenants, before, (cluster, tenant) =>
    lifecycleInTree(planner.tree, cluster, tenant),
  );
  const first = await planSteps(documents, steps, selection, planner);
  const immovable = immovableClaims(first);
  const planned =
    immovable.length === 0
      ? first
      : await planSteps(documents, aroundClaims(immovable, clusters, now.value.platform), selection, planner);
  // Planned commits are in the right order. Hand-written files may not be.
  const early = steps.every(({ edits }) => edits.length === 0) ? await planner.lifecycleViolations(now.value) : [];
  const gone = target.lifecycle === "removed" ? selection.tenants : [];
  return {
    title,
    unmet: [
      ...early,
      ...clusterLifecycleFindings(target, selection, clusters),
      ...planned.unmet,
      ...blocked(planned.steps),
    ],
    steps: planned.steps,
    risk: riskOf(planned.steps),
    staysBehind: remainingObjects(planned.steps, clusters),
    back: rollback(target, planned.steps, clusters, before),
    last: gone.length === 0 ? undefined : lastStep(gone),
  };
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
  selection: Selection,
  { tree, today, compare }: PlanContext,
): Promise<PlannedSteps> {
  const steps: PlannedStep[] = [];
  const unmet = new Map<string, Diagnostic>();
  let currentTree = tree;
  for (const step of route) {
    const inputs = applyEdits(documents, step.edits);
    const validated = validateInventory(inputs);
    if (!validated.ok) {
      for (const diagnostic of validated.diagnostics) unmet.set(keyOf(diagnostic), diagnostic);
      steps.push({ ...step, changes: [], staying: new Set(), effects: [], unseen: true });
      break;
    }
    const inventory = validated.value;
    // A removed tenant is no longer in the inventory, but its generated files still exist.
    const leaves = step.edits.some((edit) => "delete" in edit || edit.value === undefined);
    const { publication, diagnostics } = await compare(
      currentTree,
      inventory,
      leaves ? { ...selection, tenants: [] } : selection,
    );
    const changes = changesOf(publication, currentTree);
    const { orphans, kept } = retainedObjects(changes);
    const executed = changes.filter((change) => !orphans.has(change));
    steps.push({ ...step, changes, staying: new Set([...orphans, ...kept]), effects: effectsOf(executed, inventory) });
    for (const precondition of [...preconditions(inventory, today), ...diagnostics])
      if (precondition.severity === "error" && concerns(precondition, selection))
        unmet.set(keyOf(precondition), precondition);
    currentTree = treeAfter(currentTree, publication);
  }
  return { steps, unmet: [...unmet.values()] };
}

/** Whether a finding is relevant for the selected clusters. */
function concerns({ at }: Diagnostic, { clusters }: Selection): boolean {
  const [top, cluster] = at.file.split("/");
  return top !== "clusters" || clusters.length === 0 || clusters.includes(cluster ?? "");
}

function keyOf({ code, at, message }: Diagnostic): string {
  return [code, at.file, at.line, at.column, message].join(":");
}

interface Immovable {
  readonly cluster: string;
  readonly tenant: string;
  /** Servers whose claims would have to change. */
  readonly servers: readonly string[];
}

function immovableClaims({ steps }: PlannedSteps): readonly Immovable[] {
  return steps.flatMap(({ effects }) =>
    effects.flatMap(({ cluster, tenant, claimsOf: servers }) =>
      tenant === undefined || servers === undefined ? [] : [{ cluster, tenant, servers }],
    ),
  );
}

/** A StatefulSet's claims are immutable: its Server is removed, a person deletes the claims, and the Server is added again. */
function aroundClaims(
  immovable: readonly Immovable[],
  clusters: readonly ClusterEntry[],
  platform: Inventory["platform"],
): readonly CommitStep[] {
  const places = [...new Map(immovable.map((item) => [`${item.cluster}/${item.tenant}`, item])).values()];
  const edits = (state: string | undefined): readonly Edit[] =>
    places.flatMap(({ cluster, tenant }) => {
      const entry = clusters.find(({ name }) => name === cluster)?.tenants.find(({ name }) => name === tenant);
      if (entry === undefined || state === undefined) return [];
      return [{ file: entry.at().source.file, path: ["spec", "clusters", cluster, "lifecycle"], value: state }];
    });
  const claims = places.map((place) => ({
    command: `kubectl delete persistentvolumeclaims --namespace ${place.tenant} ${claimsOf(place, immovable, clusters, platform).join(" ")}`,
    expect:
      '"deleted" for each volume claim. Run this command only after all Servers are deleted. The volume claims contain only copies of artifacts, and Servers download the artifacts again',
  }));
  return [
    {
      title: "Suspend the tenants and change their volume claims",
      why: "The volume claims of a StatefulSet are immutable, so the StatefulSet and its claims must be deleted. To avoid the interruption, add a second Server with its own ServerConfig and move the models to the new Server. A second Server needs more changes in the tenant file.",
      edits: edits("suspended"),
      takes: [syncDelay, serverStop],
      verify: [
        ...places.map(({ tenant }) => ({
          command: `kubectl get servers,models --namespace ${tenant}`,
          expect: '"No resources found"',
        })),
        ...claims,
      ],
    },
    {
      title: "Serve again",
      why: "The new StatefulSet of the Server creates new volume claims.",
      edits: [],
      takes: [serverStart],
      verify: places.map(({ tenant }) => ({
        command: `kubectl wait models --all --for condition=Ready --timeout 15m --namespace ${tenant}`,
        expect: modelsMet,
      })),
    },
  ];
}

/** Names of the claims that the StatefulSets of the tree created: `<type>-models-<server>-<replica>`. */
function claimsOf(
  { tenant, cluster }: Immovable,
  immovable: readonly Immovable[],
  clusters: readonly ClusterEntry[],
  platform: Inventory["platform"],
): readonly string[] {
  const servers = new Set(
    immovable
      .filter((candidate) => candidate.tenant === tenant && candidate.cluster === cluster)
      .flatMap((item) => item.servers),
  );
  const entry = clusters.find(({ name }) => name === cluster)?.tenants.find(({ name }) => name === tenant);
  if (entry === undefined) return [];
  const configs = serverConfigsOf(platform, entry);
  return Object.entries(entry.spec.servers).flatMap(([name, server]) => {
    const config = configs.get(configNameOf(server) ?? "");
    if (config === undefined || !servers.has(name)) return [];
    return Array.from(
      { length: mostReplicas(server) },
      (_, index) => `${modelsVolume(config.server)}-${name}-${index}`,
    );
  });
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

function remainingObjects(steps: readonly PlannedStep[], clusters: readonly ClusterEntry[]): readonly string[] {
  const gone = steps.flatMap(({ changes }) => changes.filter(({ verb }) => verb === "delete"));
  const servers = gone.filter(({ ref }) => ref.kind === "Server");
  const runtimes = gone.filter(({ ref }) => ref.kind === "SeldonRuntime");
  const pipelines = clusters.some(({ tenants }) =>
    tenants.some((tenant) => runsPipelines(tenant) && servers.some((server) => server.tenant === tenant.name)),
  );
  return [
    ...(servers.length > 0
      ? [
          "The volume claims of Servers remain, with copies of artifacts, and count against the quota. A new Server reuses the volume claims of a deleted Server with the same name.",
        ]
      : []),
    ...(runtimes.length > 0
      ? [
          `The scheduler's volume claim scheduler-state-seldon-scheduler-0 remains in ${[...new Set(runtimes.map(({ ref }) => ref.namespace ?? ""))].join(", ")}. A new scheduler in the same namespace reuses the volume claim of the deleted scheduler.`,
        ]
      : []),
    ...(pipelines ? ["The Kafka topics of the pipelines remain, with all messages."] : []),
  ];
}

function rollback(
  target: PlanTarget,
  steps: readonly PlannedStep[],
  clusters: readonly ClusterEntry[],
  before: ReadonlyMap<string, Pattern>,
): readonly string[] {
  if (target.lifecycle !== undefined) {
    const last = target.lifecycle === "removed" ? [restoreRemoved] : [];
    return [
      "If the tenant file still exists, set the lifecycle in the tenant file to active. One commit is enough from any lifecycle state, because Argo CD and Seldon retry until all required objects exist.",
      ...last,
    ];
  }
  if (steps.length <= 1)
    return [
      "Revert the commit with git revert, run npx --no-install tenantry build, and merge. The revert restores the state before this plan. To see the effects first, run npx --no-install tenantry plan after git revert and before the build.",
    ];
  const [cluster] = clusters;
  const from = before.get(cluster?.name ?? "")?.name;
  const to = target.pattern ?? cluster?.spec.seldon.pattern;
  const moved = from !== undefined && cluster !== undefined && to !== from;
  if (!moved) {
    return [
      `To cancel before commit ${steps.length}, restore the old values and remove lifecycle from the tenant file, in one commit. Servers reuse the volume claims that still exist.`,
      `After commit ${steps.length}, follow the commits of this plan again with the old values.`,
    ];
  }
  return [
    `To cancel before commit ${steps.length}, remove spec.seldon.lifecycle and leave the pattern unchanged, in one commit. Argo CD creates the deleted objects again: runtimes first, then Servers, then models and experiments.`,
    `After commit ${steps.length}, run npx --no-install tenantry plan --cluster ${cluster.name} --pattern ${from} to see the commits of the rollback. The rollback needs as many commits, and as much time, as this plan.${patterns[from].fixes.length > 0 ? ` Pattern ${from} needs its patched images again: copy spec.seldon.images from the git history of cluster.yaml.` : ""}`,
  ];
}
