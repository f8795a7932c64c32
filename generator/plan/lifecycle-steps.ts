import { kubectlForArgoCD } from "../layout/kubectl-context.ts";
import { patterns } from "../patterns/table.ts";
import { servesModels } from "../validate/effective.ts";
import type { ClusterEntry, Inventory, TenantEntry, TenantPlacement } from "../validate/inventory.ts";
import { Lifecycle } from "../validate/tenant.ts";
import type { CommitStep, LifecycleOf } from "./commit-step.ts";
import type { Edit } from "./edit.ts";
import { drainOrder, drainTime, envoyStop, removeRuntime, serverStart, serverStop, syncDelay } from "./step-texts.ts";
import { applicationsHealthy, modelsReady, onArgoCD, verifyNoneLeft } from "./verifications.ts";

/** The commits of a lifecycle change, from the tenant's state in the tree: one for each state that it must not skip. */
export function lifecycleSteps(
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
  const addsEntries = remaining.length > 1;
  return (remaining.length > 0 ? remaining : [to]).map((state) =>
    stateStep(state, entries, all, inventory, addsEntries),
  );
}

interface PlacedEntry {
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry;
}

/**
 * Removes a tenant's entries for clusters, and excludes the clusters that a group or the selector selects.
 * @param added Whether earlier commits of the plan add an entry for each cluster.
 */
function removals(file: string, entries: readonly PlacedEntry[], added: boolean): readonly Edit[] {
  const placedBy = (...ways: readonly TenantPlacement["by"][]): readonly PlacedEntry[] =>
    entries.filter(({ tenant }) => tenant.placements.some(({ by }) => ways.includes(by)));
  const selected = placedBy("group", "selector");
  const excluded = selected[0]?.tenant.selection.excluded ?? [];
  const named = added ? entries : placedBy("name");
  return [
    ...named.map(({ cluster }) => ({ file, path: ["spec", "clusters", cluster.name], value: undefined })),
    ...(selected.length === 0
      ? []
      : [
          {
            file,
            path: ["spec", "excludeClusters"],
            value: [...excluded, ...selected.map(({ cluster }) => cluster.name)],
          },
        ]),
  ];
}

function stateStep(
  state: Lifecycle | "removed",
  entries: readonly PlacedEntry[],
  all: readonly TenantEntry[],
  inventory: Inventory,
  addsEntries: boolean,
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
    if (state === "removed") return removals(file, inFile, addsEntries);
    if (!whole(file))
      return inFile.map(({ cluster }) => ({
        file,
        path: ["spec", "clusters", cluster.name, "lifecycle"],
        value: state,
      }));
    // A value in the entry of a cluster or group would override the value for the whole file.
    const overrides = inFile.flatMap(({ tenant }) => tenant.overridesOf(["lifecycle"]).map(({ path }) => path));
    return [
      { file, path: ["spec", "lifecycle"], value },
      ...[...new Map(overrides.map((path) => [path.join("."), path])).values()].map((path) => ({
        file,
        path,
        value: undefined,
      })),
    ];
  });
  const clusters = [...new Set(entries.map(({ cluster }) => cluster))];
  const kinds = "servers,models,pipelines,experiments";
  const reported: Readonly<Record<Lifecycle | "removed", Pick<CommitStep, "title" | "why" | "takes" | "verify">>> = {
    active: {
      title: "Serve",
      why: "One commit is enough, because Argo CD and Seldon retry until all required objects exist.",
      takes: [syncDelay, serverStart],
      verify: [applicationsHealthy(clusters), modelsReady(clusters, tenants)],
    },
    suspended: {
      title: "Pause",
      why: `${drainOrder} All other objects stay.`,
      takes: [syncDelay, serverStop],
      verify: [verifyNoneLeft(clusters, tenants, kinds)],
    },
    draining: {
      title: "Drain",
      why: "Seldon can remove models only while the scheduler of the models runs and the operator watches the namespace. The runtime and the AppProjects stay until all models are removed.",
      takes: [syncDelay, drainTime],
      verify: [verifyNoneLeft(clusters, tenants, kinds)],
    },
    drained: {
      title: removeRuntime,
      why: "Seldon deletes a runtime only after all Servers in its namespace are deleted. The operator watches the namespace until the runtime is deleted.",
      takes: [syncDelay, envoyStop],
      verify: [verifyNoneLeft(clusters, tenants, "seldonruntimes")],
    },
    removed: {
      title: "Remove the tenant",
      why: "The namespace no longer contains objects that Seldon must delete.",
      takes: [syncDelay],
      verify: clusters.map((cluster) => ({
        command: `${kubectlForArgoCD([cluster])} get applications --namespace ${cluster.spec.argoCD.namespace} --output name | grep --extended-regexp '${cluster.name}\\.(${[...new Set(tenants.map(({ name }) => name))].join("|")})\\.'`,
        expect: `no output: the tenant's Applications are deleted${onArgoCD([cluster])}`,
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
