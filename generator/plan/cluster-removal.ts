import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { kubectlForArgoCD } from "../layout/kubectl-context.ts";
import { hubApplication, rootApplication } from "../layout/names.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { joinNames } from "../text/listed.ts";
import { servesModels } from "../validate/effective.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../validate/inventory.ts";
import { Lifecycle } from "../validate/tenant.ts";
import type { CommitStep, LifecycleOf, Verification } from "./commit-step.ts";
import { type Edit, editAt } from "./edit.ts";
import { departureEdits, departureOf, leavingHub } from "./leave-cluster.ts";
import { drainTime, envoyStop, removeRuntime, syncDelay } from "./step-texts.ts";
import { nothingFound, onArgoCD, verifyNoneLeft } from "./verifications.ts";

/** The commits that remove a cluster: those that drain its tenants, from their state in the tree, and the removal itself. */
export function clusterRemovalSteps(
  documents: RepositoryDocuments,
  inventory: Inventory,
  cluster: ClusterEntry,
  stateOf: LifecycleOf,
): readonly CommitStep[] {
  const serving = cluster.tenants.filter(servesModels);
  const order = Lifecycle.options;
  const isBefore = (state: Lifecycle): boolean =>
    serving.some(({ name }) => order.indexOf(stateOf(cluster.name, name) ?? "drained") < order.indexOf(state));
  const setLifecycle = (state: Lifecycle): readonly Edit[] => [editAt(cluster.at("seldon", "lifecycle"), state)];
  const departure = departureOf(documents, inventory, cluster);
  const edits = departureEdits(documents, departure);
  return [
    ...(isBefore("draining")
      ? [
          {
            title: "Drain every tenant",
            why: "Seldon can remove models only while the scheduler of the models runs and the operator watches the namespace. After Argo CD syncs this commit, models on this cluster answer no requests.",
            edits: setLifecycle("draining"),
            takes: [syncDelay, drainTime],
            verify: [verifyNoneLeft([cluster], serving, "servers,models,pipelines,experiments")],
          },
        ]
      : []),
    ...(isBefore("drained")
      ? [
          {
            title: removeRuntime,
            why: "Seldon deletes a runtime only after all Servers in its namespace are deleted. The operator runs until the runtimes are deleted.",
            edits: setLifecycle("drained"),
            takes: [syncDelay, envoyStop],
            verify: [nothingFound([cluster], "get seldonruntimes --all-namespaces")],
          },
        ]
      : []),
    {
      title: "Remove the cluster",
      why: [
        whatArgoCDDeletes(inventory, cluster),
        ...leavingGroups(departure.groups),
        ...deletedTenants(cluster, edits),
      ].join(" "),
      edits: [...edits, { file: cluster.at().source.file, delete: true }],
      takes: [syncDelay],
      verify: [rootsLeft(inventory, cluster)],
    },
  ];
}

/** The finding that blocks the removal of the only cluster: without a cluster, the files of the platform cannot be checked. */
export function onlyClusterFindings({ clusters }: Inventory, cluster: ClusterEntry): readonly Diagnostic[] {
  if (clusters.length > 1) return [];
  return [
    findingAt(
      cluster.at(),
      "lifecycle/out-of-order",
      codes["lifecycle/out-of-order"].messages.onlyCluster(cluster.name),
      "Add another cluster first. If the whole platform ends, merge only the commits before the last one, follow the manual last step, and delete the repository.",
      "key",
    ),
  ];
}

/** The Application of the hub that deletes the roots of a removed cluster. Without another cluster in the hub, it deletes nothing. */
export function deletingHub(inventory: Inventory, cluster: ClusterEntry): string | undefined {
  const { hub } = cluster.spec.argoCD;
  return hub === undefined || leavingHub(inventory, cluster) !== undefined ? undefined : hubApplication(hub);
}

/** The root Applications of a cluster. */
export function rootApplicationsOf({ name, addons }: ClusterEntry): readonly string[] {
  const own = addons.length === 0 ? [] : ["addons" as const];
  return [...(["tenants", "platform"] as const), ...own].map((root) => rootApplication(name, root));
}

function whatArgoCDDeletes(inventory: Inventory, cluster: ClusterEntry): string {
  const deleting = deletingHub(inventory, cluster);
  if (deleting !== undefined)
    return `The Application ${deleting} deletes the root Applications of the cluster and their AppProject. Argo CD deletes no other object, because the root Applications have no finalizer. The manual last step deletes the other Applications.`;
  const hub = leavingHub(inventory, cluster);
  const readers = hub === undefined ? "root Applications read" : `Application ${hubApplication(hub)} reads`;
  const leaves = hub === undefined ? "" : ` Hub ${hub} has no other cluster, so it leaves the repository too.`;
  return `Argo CD deletes nothing, because the folder that the ${readers} no longer exists.${leaves} The manual last step deletes the Applications.`;
}

function rootsLeft(inventory: Inventory, cluster: ClusterEntry): Verification {
  const { namespace } = cluster.spec.argoCD;
  if (deletingHub(inventory, cluster) !== undefined)
    return {
      command: `${kubectlForArgoCD([cluster])} get applications ${rootApplicationsOf(cluster).join(" ")} --namespace ${namespace} --ignore-not-found`,
      expect: `no output${onArgoCD([cluster])}`,
    };
  const hub = leavingHub(inventory, cluster);
  const reader = hub === undefined ? rootApplication(cluster.name, "platform") : hubApplication(hub);
  return {
    command: `${kubectlForArgoCD([cluster])} get application ${reader} --namespace ${namespace} --output jsonpath='{.status.conditions[*].type}'`,
    expect: `"ComparisonError"${onArgoCD([cluster])}, because the folder that this Application reads no longer exists`,
  };
}

function leavingGroups(groups: readonly string[]): readonly string[] {
  if (groups.length === 0) return [];
  return [`No other cluster has ${groups.length === 1 ? "the group" : "the groups"} ${joinNames(groups)}.`];
}

/** A decision that the plan cannot make: it deletes the file of a tenant that would run nowhere. */
function deletedTenants({ tenants }: ClusterEntry, edits: readonly Edit[]): readonly string[] {
  const deleted = new Set(edits.flatMap((edit) => ("delete" in edit ? [edit.file] : [])));
  const names = tenants.filter((tenant) => deleted.has(tenant.at().source.file)).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    `These tenants have no other cluster, so this commit deletes their files: ${names.join(", ")}. To keep a tenant, do not delete its file, and select another cluster in the file.`,
  ];
}
