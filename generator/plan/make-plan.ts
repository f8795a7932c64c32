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
import { lastStep } from "./after-removal.ts";
import { changesOf } from "./change.ts";
import { type CommitStep, commitSteps, type PlanTarget, syncDelay } from "./commit-steps.ts";
import { applyEdits, type Edit } from "./edit.ts";
import { effectsOf } from "./effects.ts";
import { type Plan, type PlannedStep, riskOf } from "./plan.ts";
import { retainedObjects } from "./retained-objects.ts";
import { stateIn } from "./tree-state.ts";

/** What planning needs of the rest of the program. */
export interface PlanContext {
  readonly tree: Tree;
  readonly today: string;
  /** What the files as they are would do too early. */
  readonly outOfOrder: (inventory: Inventory) => Promise<readonly Diagnostic[]>;
  /** What an inventory gives against a tree, and what its gates find. */
  readonly compare: (
    tree: Tree,
    inventory: Inventory,
    selection: Selection,
  ) => Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly publication: Publication }>;
}

/**
 * From what is there to what is wished, commit by commit: each step's inputs are generated and compared with the tree that
 * the step before would leave.
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
    stateIn(planner.tree, cluster, tenant),
  );
  const first = await followed(documents, steps, selection, planner);
  const immovable = immovableClaims(first);
  const walked =
    immovable.length === 0
      ? first
      : await followed(documents, aroundClaims(immovable, clusters, now.value.platform), selection, planner);
  // A route of several commits is in order; files that somebody wrote need not be.
  const early = steps.every(({ edits }) => edits.length === 0) ? await planner.outOfOrder(now.value) : [];
  const gone = target.lifecycle === "removed" ? selection.tenants : [];
  return {
    title,
    unmet: [...early, ...heldBack(target, selection, clusters), ...walked.unmet, ...blocked(walked.steps)],
    steps: walked.steps,
    risk: riskOf(walked.steps),
    staysBehind: remainingObjects(walked.steps, clusters),
    back: rollback(target, walked.steps, clusters, before),
    last: gone.length === 0 ? undefined : lastStep(gone),
  };
}

/** A cluster that holds all of its tenants at a state lets none of them go back before it. */
function heldBack(
  { lifecycle }: PlanTarget,
  { tenants }: Selection,
  clusters: readonly ClusterEntry[],
): readonly Diagnostic[] {
  if (lifecycle === undefined || lifecycle === "removed") return [];
  const order = Lifecycle.options;
  return clusters
    .filter(({ tenants: own }) => own.some(({ name }) => tenants.includes(name)))
    .filter(({ spec }) => order.indexOf(spec.seldon.lifecycle ?? "active") > order.indexOf(lifecycle))
    .map((cluster) =>
      findingAt(
        cluster.at("seldon", "lifecycle"),
        "lifecycle/out-of-order",
        `${cluster.name} holds all of its tenants at ${cluster.spec.seldon.lifecycle}`,
        "Take that away first.",
      ),
    );
}

interface Walk {
  readonly steps: readonly PlannedStep[];
  readonly unmet: readonly Diagnostic[];
}

async function followed(
  documents: RepositoryDocuments,
  route: readonly CommitStep[],
  selection: Selection,
  { tree, today, compare }: PlanContext,
): Promise<Walk> {
  const steps: PlannedStep[] = [];
  const unmet = new Map<string, Diagnostic>();
  let standing = tree;
  for (const step of route) {
    const inputs = applyEdits(documents, step.edits);
    const validated = validateInventory(inputs);
    if (!validated.ok) {
      for (const diagnostic of validated.diagnostics) unmet.set(keyOf(diagnostic), diagnostic);
      steps.push({ ...step, changes: [], staying: new Set(), effects: [], unseen: true });
      break;
    }
    const inventory = validated.value;
    // Somebody who leaves is in no inventory any more, and still owns files.
    const leaves = step.edits.some((edit) => "delete" in edit || edit.value === undefined);
    const { publication, diagnostics } = await compare(
      standing,
      inventory,
      leaves ? { ...selection, tenants: [] } : selection,
    );
    const changes = changesOf(publication, standing);
    const { orphans, kept } = retainedObjects(changes);
    const felt = changes.filter((change) => !orphans.has(change));
    steps.push({ ...step, changes, staying: new Set([...orphans, ...kept]), effects: effectsOf(felt, inventory) });
    for (const precondition of [...preconditions(inventory, today), ...diagnostics])
      if (precondition.severity === "error" && concerns(precondition, selection))
        unmet.set(keyOf(precondition), precondition);
    standing = treeAfter(standing, publication);
  }
  return { steps, unmet: [...unmet.values()] };
}

/** What is wrong on another cluster is not what stops this one. */
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

function immovableClaims({ steps }: Walk): readonly Immovable[] {
  return steps.flatMap(({ effects }) =>
    effects.flatMap(({ cluster, tenant, claimsOf: servers }) =>
      tenant === undefined || servers === undefined ? [] : [{ cluster, tenant, servers }],
    ),
  );
}

/** A claim cannot change under a StatefulSet: its Server goes, a person deletes the old claims, and it comes back. */
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
    expect: "deleted, for each: they hold copies of artifacts, which are fetched again. Do this when no Server is left",
  }));
  return [
    {
      title: "Pause, with the new claims",
      why: "The volume claims of a StatefulSet never change: it has to go, and the claims that it made with it. A second Server with a ServerConfig of its own, and the models moved over to it, takes longer to write and interrupts nothing.",
      edits: edits("suspended"),
      takes: [syncDelay, "A Server's pod has 120 s to stop."],
      verify: [
        ...places.map(({ tenant }) => ({
          command: `kubectl get servers,models --namespace ${tenant}`,
          expect: "No resources found",
        })),
        ...claims,
      ],
    },
    {
      title: "Serve again",
      why: "A new StatefulSet makes new claims.",
      edits: [],
      takes: [
        "A Server starts within two minutes, once its image is there; models load as long as their artifacts take.",
      ],
      verify: places.map(({ tenant }) => ({
        command: `kubectl wait models --all --for condition=Ready --timeout 15m --namespace ${tenant}`,
        expect: "condition met, for each model",
      })),
    },
  ];
}

/** The claims that StatefulSets made in the tree: `<type>-models-<server>-<replica>`. */
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
        message: `${about}: ${message}`,
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
  return `what the files say now, on ${where}`;
}

function failedPlan(title: string, unmet: readonly Diagnostic[]): Plan {
  const risk = { traffic: "none" as const, tenants: [], message: "Nothing can be said before the files are right." };
  return {
    title,
    unmet,
    steps: [],
    risk,
    staysBehind: [],
    back: ["There is nothing to go back from."],
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
          "The volume claims of Servers, with copies of artifacts: a Server that comes back under its name takes them up again. They count against the quota.",
        ]
      : []),
    ...(runtimes.length > 0
      ? [
          `The scheduler's claim scheduler-state-seldon-scheduler-0 in ${[...new Set(runtimes.map(({ ref }) => ref.namespace ?? ""))].join(", ")}: a scheduler that comes back takes it up again.`,
        ]
      : []),
    ...(pipelines ? ["The pipelines' topics in Kafka, with what is in them."] : []),
  ];
}

function rollback(
  target: PlanTarget,
  steps: readonly PlannedStep[],
  clusters: readonly ClusterEntry[],
  before: ReadonlyMap<string, Pattern>,
): readonly string[] {
  if (target.lifecycle !== undefined) {
    const last =
      target.lifecycle === "removed"
        ? [
            "Once the file is gone: bring it back with git revert, without draining or drained. As long as nobody has deleted the namespace, its claims are still there.",
          ]
        : [];
    return [
      "At any time before that: say lifecycle: active. One commit is enough from every state, because what comes waits for what it needs by itself.",
      ...last,
    ];
  }
  if (steps.length <= 1)
    return [
      "git revert the commit, build, merge: the same plan read backwards. Read it before: npx --no-install tenantry plan after the revert, before the build.",
    ];
  const [cluster] = clusters;
  const from = before.get(cluster?.name ?? "")?.name;
  const to = target.pattern ?? cluster?.spec.seldon.pattern;
  const moved = from !== undefined && cluster !== undefined && to !== from;
  if (!moved) {
    return [
      `Before commit ${steps.length}: put the old values back and take lifecycle away, in one commit. Claims that nobody has deleted are used again.`,
      "After it: the same commits, with the old values.",
    ];
  }
  return [
    `Before commit ${steps.length}: take spec.seldon.lifecycle away, in one commit, with the pattern as it was. What was drained comes back by itself: runtimes first, then Servers, models and experiments.`,
    `After it: npx --no-install tenantry plan --cluster ${cluster.name} --pattern ${from} shows the way back from there; it takes as many commits, and as long.${patterns[from].fixes.length > 0 ? " It needs the patched images again: git has what cluster.yaml said of them." : ""}`,
  ];
}
