import type { Pattern } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { seldonOf, servesModels } from "../validate/effective.ts";
import type { ClusterEntry, Inventory, Origin, TenantEntry } from "../validate/inventory.ts";
import { Lifecycle } from "../validate/tenant.ts";
import type { PatternName } from "../validate/terms.ts";
import type { Edit } from "./edit.ts";

/** The target of a plan. Without any field: the result of a build from the current files. */
export interface PlanTarget {
  readonly pattern?: PatternName;
  readonly seldon?: string;
  readonly lifecycle?: Lifecycle | "removed";
}

/** The lifecycle state of a tenant in the tree that the plan starts from. */
export type LifecycleOf = (cluster: string, tenant: string) => Lifecycle | undefined;

/** One commit of a plan: its edits, the reason for a separate commit, and the commands that verify it. */
export interface CommitStep {
  readonly title: string;
  readonly why: string;
  readonly edits: readonly Edit[];
  /** The files already have the content that this commit needs. The commits before it need other content. */
  readonly asWritten?: true;
  /** Checks before the merge, for objects that Argo CD does not create. */
  readonly first?: readonly Verification[];
  /** The known bounds of its duration, and their causes. */
  readonly takes: readonly string[];
  readonly verify: readonly Verification[];
}

interface Verification {
  readonly command: string;
  readonly expect: string;
}

export const syncDelay =
  "Argo CD polls git at least every 3 minutes (120 s, plus up to 60 s). With a webhook, Argo CD syncs immediately.";
export const serverStop = "A Server's pod has 120 s to stop.";
const loadTime = "The time to load a model depends on the size of its artifact.";
export const serverStart = `A Server usually starts within two minutes after its image is pulled. ${loadTime}`;
const drainOrder = "Argo CD deletes experiments and pipelines first, then models, then Servers.";
const drainTime = `${drainOrder} Argo CD waits until one kind is deleted before it deletes the next kind. ${serverStop}`;
const envoyStop = "Envoy has 120 s to stop.";
const operatorStart = "The new operator usually starts within a minute after its image is pulled.";
const removeRuntime = "Remove the runtime";

/**
 * The commits that lead to the target, in order. Seldon (2.9.1) requires more than one commit in two cases. Models, pipelines
 * and experiments are deleted only by a running scheduler in a namespace that is still watched. A SeldonRuntime is deleted
 * only when no Server is left.
 * @param before The pattern that each cluster's tree was generated for.
 */
export function commitSteps(
  target: PlanTarget,
  inventory: Inventory,
  clusters: readonly ClusterEntry[],
  tenants: readonly string[],
  before: ReadonlyMap<string, Pattern>,
  stateOf: LifecycleOf,
): readonly CommitStep[] {
  if (target.lifecycle !== undefined) return lifecycleCommits(target.lifecycle, inventory, clusters, tenants, stateOf);
  const versions =
    target.seldon === undefined ? [] : clusters.map((item) => editAt(item.at("seldon", "version"), target.seldon));
  const [cluster] = clusters;
  const chosen: Edit[] = [];
  if (cluster !== undefined && clusters.length === 1) {
    const from = before.get(cluster.name);
    const to = patterns[target.pattern ?? cluster.spec.seldon.pattern];
    if (from !== undefined && from.name !== to.name)
      return moveCommits(inventory, cluster, from, to, versions, stateOf);
    chosen.push(...patternEdits(cluster, to));
  }
  return [
    {
      title: target.seldon === undefined ? "Apply the current files" : `Seldon Core ${target.seldon}`,
      why: "One commit is enough, because no change has to wait for another change.",
      edits: [...chosen, ...versions],
      takes: [syncDelay],
      verify: [applicationsHealthy(clusters)],
    },
  ];
}

/** The edits that set a cluster's pattern, if its file does not set it yet. */
function patternEdits(cluster: ClusterEntry, to: Pattern): readonly Edit[] {
  if (cluster.spec.seldon.pattern === to.name) return [];
  return [editAt(cluster.at("seldon", "pattern"), to.name), ...unusedFields(cluster, to)];
}

/** The commits from one pattern to another. */
function moveCommits(
  inventory: Inventory,
  cluster: ClusterEntry,
  from: Pattern,
  to: Pattern,
  versions: readonly Edit[],
  stateOf: LifecycleOf,
): readonly CommitStep[] {
  const written = cluster.spec.seldon.pattern === to.name;
  const finalEdits = [...patternEdits(cluster, to), ...versions];
  // If the file already sets the new pattern, the earlier commits set the old one, without the fields that it does not use.
  const keepPattern = written
    ? [editAt(cluster.at("seldon", "pattern"), from.name), ...unusedFields(cluster, from)]
    : [];
  const last = { ...(written ? { asWritten: true as const } : {}), first: secretsFirst(inventory, cluster, to) };
  const serving = cluster.tenants.filter(servesModels);
  const done = [applicationsHealthy([cluster]), modelsReady(serving)];
  if (from.runtime === to.runtime || serving.length === 0) {
    return [
      {
        title: `Move from ${from.name} to ${to.name}`,
        why: "The scheduler and Envoy stay in their namespaces, and running workloads do not change. Only the operator of the workloads changes. For one or two minutes, no operator manages the workloads.",
        edits: finalEdits,
        ...last,
        takes: [syncDelay, operatorStart],
        verify: done,
      },
    ];
  }
  const setLifecycle = (state: Lifecycle): Edit => editAt(cluster.at("seldon", "lifecycle"), state);
  const reached = Math.min(
    ...serving.map((tenant) => Lifecycle.options.indexOf(stateOf(cluster.name, tenant.name) ?? "drained")),
  );
  const steps: readonly CommitStep[] = [
    {
      title: "Drain every tenant",
      why: `Each model, pipeline and experiment is registered with ${from.runtime === "tenant" ? "the scheduler of its namespace" : "the shared scheduler"}. Only the scheduler with which an object is registered can remove the object. After Argo CD syncs this commit, models answer no requests.`,
      edits: [...keepPattern, setLifecycle("draining")],
      takes: [syncDelay, drainTime],
      verify: [verifyNoneLeft(serving, "servers,models,pipelines,experiments")],
    },
    {
      title: removeRuntime,
      why:
        from.runtime === "tenant"
          ? "Seldon does not delete a SeldonRuntime while Servers exist in its namespace. The Services of the SeldonRuntime have the names that the alias Services of the next commit need."
          : "The runtime stubs in the tenants' namespaces (ServiceAccounts, ConfigMaps and alias Services) have the names that a SeldonRuntime needs.",
      edits: [...keepPattern, setLifecycle("drained")],
      takes: [syncDelay, envoyStop],
      verify: [
        from.runtime === "tenant"
          ? verifyNoneLeft(serving, "seldonruntimes")
          : {
              command: `kubectl get seldonruntimes --namespace ${inventory.platform.spec.seldon.namespace}`,
              expect: '"No resources found"',
            },
        {
          command: `kubectl get services --all-namespaces --field-selector metadata.name=${seldonOf(inventory.platform, cluster).service.scheduler}`,
          expect: '"No resources found"',
        },
      ],
    },
    {
      title: `Move from ${from.name} to ${to.name}, and serve again`,
      why: "The namespaces no longer contain objects that Seldon must delete.",
      edits: [...finalEdits, ...(written ? [] : [editAt(cluster.at("seldon", "lifecycle"), undefined)])],
      ...last,
      takes: [
        syncDelay,
        `${operatorStart} A runtime or a Server usually starts within two minutes after the images are pulled.`,
        `Servers load the models again from the artifact stores. ${loadTime}`,
      ],
      verify: done,
    },
  ];
  // For a move in progress, only the remaining commits.
  const drainStates = [Lifecycle.options.indexOf("draining"), Lifecycle.options.indexOf("drained")];
  return steps.slice(drainStates.filter((state) => reached >= state).length);
}

/** Pull secrets that a person creates: without them the operator's image cannot be pulled. */
function secretsFirst({ platform }: Inventory, { spec }: ClusterEntry, to: Pattern): readonly Verification[] {
  if (to.fixes.length === 0) return [];
  return Object.entries(spec.seldon.pullSecrets)
    .filter(([, { from }]) => from === "manual")
    .map(([name, { registries }]) => ({
      command: `kubectl get secret ${name} --namespace ${platform.spec.seldon.namespace}`,
      expect: `the secret ${name}. The secret must contain an entry for ${registries.join(" and ")}`,
    }));
}

/** Edits that remove the fields that a pattern does not use and would reject. */
function unusedFields(cluster: ClusterEntry, to: Pattern): readonly Edit[] {
  const { images, pullSecrets, watch } = cluster.spec.seldon;
  const given = (there: boolean, field: string, ...below: readonly string[]): readonly Edit[] =>
    there ? [editAt(cluster.at("seldon", field, ...below), undefined)] : [];
  return [
    ...(to.fixes.length === 0
      ? given(images.controller !== undefined || images.scheduler !== undefined, "images")
      : given(images.scheduler !== undefined && to.runtime !== "shared", "images", "scheduler")),
    ...given(to.fixes.length === 0 && Object.keys(pullSecrets).length > 0, "pullSecrets"),
    ...given(watch === "all" && !(to.operator === "central" && to.clusterwide), "watch"),
  ];
}

/** The commits of a lifecycle change, from the tenant's state in the tree: one for each state that it must not skip. */
function lifecycleCommits(
  to: Lifecycle | "removed",
  inventory: Inventory,
  clusters: readonly ClusterEntry[],
  names: readonly string[],
  stateOf: LifecycleOf,
): readonly CommitStep[] {
  const all = inventory.clusters.flatMap(({ tenants }) => tenants);
  const entries = clusters.flatMap((cluster) =>
    cluster.tenants.filter(({ name }) => names.includes(name)).map((tenant) => ({ cluster, tenant })),
  );
  const order = Lifecycle.options;
  const reached = Math.min(
    ...entries.map(({ cluster, tenant }) =>
      servesModels(tenant) ? order.indexOf(stateOf(cluster.name, tenant.name) ?? "drained") : order.length,
    ),
  );
  const states: readonly (Lifecycle | "removed")[] =
    to === "removed" ? ["draining", "drained", "removed"] : to === "drained" ? ["draining", "drained"] : [to];
  const remaining = states.filter((state) => state === "removed" || order.indexOf(state) > reached);
  return (remaining.length > 0 ? remaining : [to]).map((state) => stateStep(state, entries, all, inventory));
}

function stateStep(
  state: Lifecycle | "removed",
  entries: readonly { readonly cluster: ClusterEntry; readonly tenant: TenantEntry }[],
  all: readonly TenantEntry[],
  inventory: Inventory,
): CommitStep {
  const tenants = entries.map(({ tenant }) => tenant);
  const files = [...new Set(tenants.map((tenant) => tenant.at().source.file))];
  // Set once for the whole file if all its clusters change, and under the clusters' names otherwise.
  const whole = (file: string): boolean =>
    all.filter((tenant) => tenant.at().source.file === file).length ===
    tenants.filter((tenant) => tenant.at().source.file === file).length;
  const edits = files.flatMap((file): readonly Edit[] => {
    const inFile = entries.filter(({ tenant }) => tenant.at().source.file === file);
    const value = state === "active" ? undefined : state;
    if (state === "removed" && whole(file)) return [{ file, delete: true }];
    if (state === "removed")
      return inFile.map(({ cluster }) => ({ file, path: ["spec", "clusters", cluster.name], value: undefined }));
    if (!whole(file))
      return inFile.map(({ cluster }) => ({
        file,
        path: ["spec", "clusters", cluster.name, "lifecycle"],
        value: state,
      }));
    // A value in a cluster's entry would override the value for the whole file.
    const overrides = inFile.filter(({ tenant }) => tenant.at("lifecycle").path[1] === "clusters");
    return [
      { file, path: ["spec", "lifecycle"], value },
      ...overrides.map(({ tenant }) => ({ file, path: tenant.at("lifecycle").path, value: undefined })),
    ];
  });
  const clusters = [...new Set(entries.map(({ cluster }) => cluster))];
  const kinds = "servers,models,pipelines,experiments";
  const reported: Readonly<Record<Lifecycle | "removed", Pick<CommitStep, "title" | "why" | "takes" | "verify">>> = {
    active: {
      title: "Serve",
      why: "One commit is enough, because Argo CD and Seldon retry until all required objects exist.",
      takes: [syncDelay, serverStart],
      verify: [applicationsHealthy(clusters), modelsReady(tenants)],
    },
    suspended: {
      title: "Pause",
      why: `${drainOrder} All other objects stay.`,
      takes: [syncDelay, serverStop],
      verify: [verifyNoneLeft(tenants, kinds)],
    },
    draining: {
      title: "Drain",
      why: "Seldon can remove models only while the scheduler of the models runs and the operator watches the namespace. The runtime and the AppProjects stay until all models are removed.",
      takes: [syncDelay, drainTime],
      verify: [verifyNoneLeft(tenants, kinds)],
    },
    drained: {
      title: removeRuntime,
      why: "Seldon deletes a runtime only after all Servers in its namespace are deleted. The operator watches the namespace until the runtime is deleted.",
      takes: [syncDelay, envoyStop],
      verify: [verifyNoneLeft(tenants, "seldonruntimes")],
    },
    removed: {
      title: "Remove the tenant",
      why: "The namespace no longer contains objects that Seldon must delete.",
      takes: [syncDelay],
      verify: clusters.map((cluster) => ({
        command: `kubectl get applications --namespace ${cluster.spec.argoCD.namespace} --output name | grep --extended-regexp '${cluster.name}\\.(${[...new Set(tenants.map(({ name }) => name))].join("|")})\\.'`,
        expect: "no output: the tenant's Applications are deleted",
      })),
    },
  };
  // A central operator lists each tenant until the tenant's file is deleted.
  const watched =
    state === "removed" && clusters.some((cluster) => patterns[cluster.spec.seldon.pattern].operator === "central");
  const { why } = reported[state];
  return {
    ...reported[state],
    why:
      watched && inventory.clusters.length > 0
        ? `${why} This commit also removes the tenant from the operator's list of namespaces.`
        : why,
    edits,
  };
}

function editAt({ source, path }: Origin, value: unknown): Edit {
  return { file: source.file, path, value };
}

function applicationsHealthy(clusters: readonly ClusterEntry[]): Verification {
  const namespace = clusters[0]?.spec.argoCD.namespace ?? "argocd";
  return {
    command: `kubectl get applications --namespace ${namespace} --output custom-columns=NAME:.metadata.name,SYNC:.status.sync.status,HEALTH:.status.health.status`,
    expect: 'every line to end with "Synced" and "Healthy"',
  };
}

/** `kubectl wait` prints this. */
export const modelsMet = '"condition met" for each model';

function modelsReady(tenants: readonly TenantEntry[]): Verification {
  return {
    command: `kubectl wait models --all --for condition=Ready --timeout 15m ${namespacesOf(tenants)}`,
    expect: modelsMet,
  };
}

function verifyNoneLeft(tenants: readonly TenantEntry[], kinds: string): Verification {
  return { command: `kubectl get ${kinds} ${namespacesOf(tenants)}`, expect: '"No resources found"' };
}

function namespacesOf(tenants: readonly TenantEntry[]): string {
  const names = [...new Set(tenants.map(({ name }) => name))];
  return names.length === 1 ? `--namespace ${names[0]}` : "--all-namespaces";
}
