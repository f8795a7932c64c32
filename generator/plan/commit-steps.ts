import type { Pattern } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { seldonOf, servesModels } from "../validate/effective.ts";
import type { ClusterEntry, Inventory, Origin, TenantEntry } from "../validate/inventory.ts";
import { Lifecycle } from "../validate/tenant.ts";
import type { PatternName } from "../validate/terms.ts";
import type { Edit } from "./edit.ts";

/** What somebody wants to know the plan of. Without any of it: what a build of the files as they are would do. */
export interface PlanTarget {
  readonly pattern?: PatternName;
  readonly seldon?: string;
  readonly lifecycle?: Lifecycle | "removed";
}

/** How far a tenant is in the tree that the plan begins with. */
export type LifecycleOf = (cluster: string, tenant: string) => Lifecycle | undefined;

/** One commit of a plan: what to write, why it is one of its own, and how to see that it is done. */
export interface CommitStep {
  readonly title: string;
  readonly why: string;
  readonly edits: readonly Edit[];
  /** The files are already what this commit needs; the commits before it need them otherwise. */
  readonly asWritten?: true;
  /** What has to be there before it is merged, because nothing that syncs brings it. */
  readonly first?: readonly Verification[];
  /** What is bounded of the time that it takes, and by what. */
  readonly takes: readonly string[];
  readonly verify: readonly Verification[];
}

interface Verification {
  readonly command: string;
  readonly expect: string;
}

export const syncDelay =
  "Argo CD looks at git every 3 minutes at most (120 s, and up to 60 s more); at once with a webhook.";

/**
 * The commits that lead to what is wished, in order. More than one where Seldon demands it: models, pipelines and
 * experiments go only with the help of a living scheduler in a namespace that is still watched, and a SeldonRuntime goes
 * only when no Server is left (2.9.1).
 * @param before The pattern of each cluster that its tree was generated for.
 */
export function commitSteps(
  target: PlanTarget,
  inventory: Inventory,
  clusters: readonly ClusterEntry[],
  tenants: readonly string[],
  before: ReadonlyMap<string, Pattern>,
  stateOf: LifecycleOf,
): readonly CommitStep[] {
  if (target.lifecycle !== undefined) return lifeOf(target.lifecycle, inventory, clusters, tenants, stateOf);
  const versions =
    target.seldon === undefined ? [] : clusters.map((item) => edit(item.at("seldon", "version"), target.seldon));
  const [cluster] = clusters;
  const chosen: Edit[] = [];
  if (cluster !== undefined && clusters.length === 1) {
    const from = before.get(cluster.name);
    const to = patterns[target.pattern ?? cluster.spec.seldon.pattern];
    if (from !== undefined && from.name !== to.name) return moveOf(inventory, cluster, from, to, versions, stateOf);
    chosen.push(...choice(cluster, to));
  }
  return [
    {
      title: target.seldon === undefined ? "What the files say now" : `Seldon Core ${target.seldon}`,
      why: "Nothing in it has to wait for anything else.",
      edits: [...chosen, ...versions],
      takes: [syncDelay],
      verify: [applicationsHealthy(clusters)],
    },
  ];
}

/** What makes a cluster's file say a pattern that it does not say yet. */
function choice(cluster: ClusterEntry, to: Pattern): readonly Edit[] {
  if (cluster.spec.seldon.pattern === to.name) return [];
  return [edit(cluster.at("seldon", "pattern"), to.name), ...useless(cluster, to)];
}

/** From one pattern to another. */
function moveOf(
  inventory: Inventory,
  cluster: ClusterEntry,
  from: Pattern,
  to: Pattern,
  versions: readonly Edit[],
  stateOf: LifecycleOf,
): readonly CommitStep[] {
  const written = cluster.spec.seldon.pattern === to.name;
  const choose = [...choice(cluster, to), ...versions];
  // Where the file says the new pattern already, the commits before it say the old one, and what that has no use for waits.
  const stay = written ? [edit(cluster.at("seldon", "pattern"), from.name), ...useless(cluster, from)] : [];
  const last = { ...(written ? { asWritten: true as const } : {}), first: secretsFirst(inventory, cluster, to) };
  const serving = cluster.tenants.filter(servesModels);
  const done = [applicationsHealthy([cluster]), modelsReady(serving)];
  if (from.runtime === to.runtime || serving.length === 0) {
    return [
      {
        title: `From ${from.name} to ${to.name}`,
        why: "Scheduler and Envoy stay where they are, and what runs stays as it is: only who looks after it changes. In between, for a minute or two, nobody does.",
        edits: choose,
        ...last,
        takes: [syncDelay, "The operator that comes starts within a minute, once its image is there."],
        verify: done,
      },
    ];
  }
  const hold = (state: Lifecycle): Edit => edit(cluster.at("seldon", "lifecycle"), state);
  const reached = Math.min(
    ...serving.map((tenant) => Lifecycle.options.indexOf(stateOf(cluster.name, tenant.name) ?? "drained")),
  );
  const steps: readonly CommitStep[] = [
    {
      title: "Drain every tenant",
      why: `Models, pipelines and experiments are known to one scheduler, ${from.runtime === "tenant" ? "their namespace's" : "the shared one"}, and only it can let them go. From here on nothing answers.`,
      edits: [...stay, hold("draining")],
      takes: [
        syncDelay,
        "Experiments and pipelines stop first, then models are unloaded, then Servers stop: each waits for the one before, and a Server's pod has 120 s.",
      ],
      verify: [nothingLeft(serving, "servers,models,pipelines,experiments")],
    },
    {
      title: "Take the runtime away",
      why:
        from.runtime === "tenant"
          ? "A SeldonRuntime refuses to go while Servers are there, and its Services have the names that the aliases of the next step need."
          : "The accounts, ConfigMaps and aliases that stand for a runtime have the names that a real one needs.",
      edits: [...stay, hold("drained")],
      takes: [syncDelay, "Envoy has 120 s to stop."],
      verify: [
        from.runtime === "tenant"
          ? nothingLeft(serving, "seldonruntimes")
          : {
              command: `kubectl get seldonruntimes --namespace ${inventory.platform.spec.seldon.namespace}`,
              expect: "No resources found",
            },
        {
          command: `kubectl get services --all-namespaces --field-selector metadata.name=${seldonOf(inventory.platform, cluster).service.scheduler}`,
          expect: "No resources found",
        },
      ],
    },
    {
      title: `From ${from.name} to ${to.name}, and back to work`,
      why: "The namespaces are empty of anything that Seldon holds on to.",
      edits: [...choose, ...(written ? [] : [edit(cluster.at("seldon", "lifecycle"), undefined)])],
      ...last,
      takes: [
        syncDelay,
        "The operator that comes starts within a minute, once its image is there; a runtime and a Server within two, once theirs are.",
        "Models are loaded again from their artifact stores, which takes as long as their artifacts do.",
      ],
      verify: done,
    },
  ];
  // Of a move that is under way only what is left.
  const behind = [Lifecycle.options.indexOf("draining"), Lifecycle.options.indexOf("drained")];
  return steps.slice(behind.filter((state) => reached >= state).length);
}

/** Pull secrets that a person brings: without them the operator's image is never there. */
function secretsFirst({ platform }: Inventory, { spec }: ClusterEntry, to: Pattern): readonly Verification[] {
  if (to.fixes.length === 0) return [];
  return Object.entries(spec.seldon.pullSecrets)
    .filter(([, { from }]) => from === "manual")
    .map(([name, { registries }]) => ({
      command: `kubectl get secret ${name} --namespace ${platform.spec.seldon.namespace}`,
      expect: `it is there, with an entry for ${registries.join(" and ")}`,
    }));
}

/** What a pattern has no use for, and would refuse. */
function useless(cluster: ClusterEntry, to: Pattern): readonly Edit[] {
  const { images, pullSecrets, watch } = cluster.spec.seldon;
  const given = (there: boolean, field: string, ...below: readonly string[]): readonly Edit[] =>
    there ? [edit(cluster.at("seldon", field, ...below), undefined)] : [];
  return [
    ...(to.fixes.length === 0
      ? given(images.controller !== undefined || images.scheduler !== undefined, "images")
      : given(images.scheduler !== undefined && to.runtime !== "shared", "images", "scheduler")),
    ...given(to.fixes.length === 0 && Object.keys(pullSecrets).length > 0, "pullSecrets"),
    ...given(watch === "all" && !(to.operator === "central" && to.clusterwide), "watch"),
  ];
}

/** A tenant's way through its life, one commit for each state that it must not jump over, from where the tree has it. */
function lifeOf(
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
  const way: readonly (Lifecycle | "removed")[] =
    to === "removed" ? ["draining", "drained", "removed"] : to === "drained" ? ["draining", "drained"] : [to];
  const ahead = way.filter((state) => state === "removed" || order.indexOf(state) > reached);
  return (ahead.length > 0 ? ahead : [to]).map((state) => stateStep(state, entries, all, inventory));
}

function stateStep(
  state: Lifecycle | "removed",
  entries: readonly { readonly cluster: ClusterEntry; readonly tenant: TenantEntry }[],
  all: readonly TenantEntry[],
  inventory: Inventory,
): CommitStep {
  const tenants = entries.map(({ tenant }) => tenant);
  const files = [...new Set(tenants.map((tenant) => tenant.at().source.file))];
  // Said once for the whole file where every cluster of it is meant, and under the clusters' names otherwise.
  const whole = (file: string): boolean =>
    all.filter((tenant) => tenant.at().source.file === file).length ===
    tenants.filter((tenant) => tenant.at().source.file === file).length;
  const edits = files.flatMap((file): readonly Edit[] => {
    const own = entries.filter(({ tenant }) => tenant.at().source.file === file);
    const value = state === "active" ? undefined : state;
    if (state === "removed" && whole(file)) return [{ file, delete: true }];
    if (state === "removed")
      return own.map(({ cluster }) => ({ file, path: ["spec", "clusters", cluster.name], value: undefined }));
    if (!whole(file))
      return own.map(({ cluster }) => ({ file, path: ["spec", "clusters", cluster.name, "lifecycle"], value: state }));
    // What a cluster's entry says of it would win over what is said once.
    const overrides = own.filter(({ tenant }) => tenant.at("lifecycle").path[1] === "clusters");
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
      why: "Runtime, quota and policies are there already.",
      takes: [
        syncDelay,
        "A Server starts within two minutes, once its image is there; models load as long as their artifacts take.",
      ],
      verify: [applicationsHealthy(clusters), modelsReady(tenants)],
    },
    suspended: {
      title: "Pause",
      why: "Experiments and pipelines stop, models are unloaded, Servers stop, in this order; everything else stays.",
      takes: [syncDelay, "A Server's pod has 120 s to stop."],
      verify: [nothingLeft(tenants, kinds)],
    },
    draining: {
      title: "Drain",
      why: "Its models go while their scheduler lives and their namespace is watched; its runtime and its projects stay for them.",
      takes: [
        syncDelay,
        "Experiments and pipelines stop first, then models are unloaded, then Servers stop; a Server's pod has 120 s.",
      ],
      verify: [nothingLeft(tenants, kinds)],
    },
    drained: {
      title: "Take the runtime away",
      why: "No Server is left that it would wait for. The namespace stays watched until it is gone.",
      takes: [syncDelay, "Envoy has 120 s to stop."],
      verify: [nothingLeft(tenants, "seldonruntimes")],
    },
    removed: {
      title: "Let it go",
      why: "Nothing of Seldon's is left in the namespace that would wait for somebody.",
      takes: [syncDelay],
      verify: clusters.map((cluster) => ({
        command: `kubectl get applications --namespace ${cluster.spec.argoCD.namespace} --output name | grep --extended-regexp '${cluster.name}\\.(${tenants.map(({ name }) => name).join("|")})\\.'`,
        expect: "nothing: its Applications are gone",
      })),
    },
  };
  // A central operator is told of every tenant, until its file is gone.
  const watched =
    state === "removed" && clusters.some((cluster) => patterns[cluster.spec.seldon.pattern].operator === "central");
  const { why } = reported[state];
  return {
    ...reported[state],
    why: watched && inventory.clusters.length > 0 ? `${why} Its entry in the operator's list goes with it.` : why,
    edits,
  };
}

function edit({ source, path }: Origin, value: unknown): Edit {
  return { file: source.file, path, value };
}

function applicationsHealthy(clusters: readonly ClusterEntry[]): Verification {
  const namespace = clusters[0]?.spec.argoCD.namespace ?? "argocd";
  return {
    command: `kubectl get applications --namespace ${namespace} --output custom-columns=NAME:.metadata.name,SYNC:.status.sync.status,HEALTH:.status.health.status`,
    expect: "every line ends in Synced and Healthy",
  };
}

function modelsReady(tenants: readonly TenantEntry[]): Verification {
  return {
    command: `kubectl wait models --all --for condition=Ready --timeout 15m ${namespacesOf(tenants)}`,
    expect: "condition met, for each model",
  };
}

function nothingLeft(tenants: readonly TenantEntry[], kinds: string): Verification {
  return { command: `kubectl get ${kinds} ${namespacesOf(tenants)}`, expect: "No resources found" };
}

function namespacesOf(tenants: readonly TenantEntry[]): string {
  const names = [...new Set(tenants.map(({ name }) => name))];
  return names.length === 1 ? `--namespace ${names[0]}` : "--all-namespaces";
}
