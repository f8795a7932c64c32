import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isRemote } from "../layout/argo-cd.ts";
import { environmentBranch, rootApplication } from "../layout/names.ts";
import { servesModels } from "../validate/effective.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../validate/inventory.ts";
import { Lifecycle } from "../validate/tenant.ts";
import type { CommitStep, LifecycleOf } from "./commit-step.ts";
import { type Edit, editAt } from "./edit.ts";
import type { LastStep } from "./plan.ts";
import { drainTime, envoyStop, removeRuntime, syncDelay } from "./step-texts.ts";
import { verifyNoneLeft } from "./verifications.ts";

/** The commits that remove a cluster: those that drain its tenants, from their state in the tree, and the removal itself. */
export function clusterRemovalSteps(
  inventory: Inventory,
  cluster: ClusterEntry,
  stateOf: LifecycleOf,
): readonly CommitStep[] {
  const serving = cluster.tenants.filter(servesModels);
  const order = Lifecycle.options;
  const isBefore = (state: Lifecycle): boolean =>
    serving.some(({ name }) => order.indexOf(stateOf(cluster.name, name) ?? "drained") < order.indexOf(state));
  const setLifecycle = (state: Lifecycle): readonly Edit[] => [editAt(cluster.at("seldon", "lifecycle"), state)];
  return [
    ...(isBefore("draining")
      ? [
          {
            title: "Drain every tenant",
            why: "Seldon can remove models only while the scheduler of the models runs and the operator watches the namespace. After Argo CD syncs this commit, models on this cluster answer no requests.",
            edits: setLifecycle("draining"),
            takes: [syncDelay, drainTime],
            verify: [verifyNoneLeft(serving, "servers,models,pipelines,experiments")],
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
            verify: [{ command: "kubectl get seldonruntimes --all-namespaces", expect: '"No resources found"' }],
          },
        ]
      : []),
    {
      title: "Remove the cluster",
      why: removalReason(inventory, cluster),
      edits: [
        ...cluster.tenants.map((tenant) => leave(inventory, cluster, tenant.at().source.file)),
        { file: cluster.at().source.file, delete: true },
      ],
      takes: [syncDelay],
      verify: [
        {
          command: `kubectl get application ${rootApplication(cluster.name, "platform")} --namespace ${cluster.spec.argoCD.namespace} --output jsonpath='{.status.conditions[*].type}'`,
          expect: '"ComparisonError", because the folder that this Application reads no longer exists',
        },
      ],
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

/** The edit with which a tenant leaves the cluster: without another cluster, its file is deleted. */
function leave(inventory: Inventory, cluster: ClusterEntry, file: string): Edit {
  return isOnlyOn(inventory, cluster, file)
    ? { file, delete: true }
    : { file, path: ["spec", "clusters", cluster.name], value: undefined };
}

function isOnlyOn({ clusters }: Inventory, cluster: ClusterEntry, file: string): boolean {
  return clusters.every(
    ({ name, tenants }) => name === cluster.name || tenants.every((tenant) => tenant.at().source.file !== file),
  );
}

function removalReason(inventory: Inventory, cluster: ClusterEntry): string {
  const nothing =
    "Argo CD deletes nothing, because the folder that the root Applications read no longer exists. The manual last step deletes the Applications.";
  const only = cluster.tenants.filter((tenant) => isOnlyOn(inventory, cluster, tenant.at().source.file));
  if (only.length === 0) return nothing;
  return `${nothing} These tenants have no other cluster, so this commit deletes their files: ${only.map(({ name }) => name).join(", ")}.`;
}

/** The manual last step, once the files of a cluster are removed. */
export function lastClusterStep(cluster: ClusterEntry): LastStep {
  const { name, spec } = cluster;
  const { namespace, destination } = spec.argoCD;
  const deleteAll = (kind: string): string =>
    `kubectl get ${kind} --namespace ${namespace} --output name | grep '/${name}[.]' | xargs kubectl delete --namespace ${namespace}`;
  const roots = (["tenants", "platform"] as const).map((root) => rootApplication(name, root));
  const branches =
    spec.publish === "folder"
      ? []
      : [environmentBranch(name), ...(spec.publish === "next" ? [`${environmentBranch(name)}-next`] : [])];
  const tenants = cluster.tenants.map((tenant) => tenant.name);
  return {
    message: `${deletedAnyway(cluster)} ${order} ${remaining} To print these commands again after the last commit, run the plan in a checkout of the commit before it.`,
    commands: [
      "# On the cluster of Argo CD:",
      `kubectl delete applications ${roots.join(" ")} --namespace ${namespace}`,
      deleteAll("applications"),
      deleteAll("appprojects"),
      ...(isRemote(cluster)
        ? [`argocd cluster rm ${"server" in destination ? destination.server : destination.name}`]
        : []),
      ...branches.map((branch) => `git push origin --delete ${branch}`),
      `# On ${name}, if you keep the cluster:`,
      "kubectl get servers,models,pipelines,experiments,seldonruntimes --all-namespaces",
      ...(tenants.length === 0 ? [] : [`kubectl delete namespace ${tenants.join(" ")}`]),
      "kubectl delete validatingadmissionpolicybindings,validatingadmissionpolicies --selector app.kubernetes.io/managed-by=tenantry",
      "kubectl get customresourcedefinitions --output name | grep '[.]mlops[.]seldon[.]io$' | xargs kubectl delete",
    ],
  };
}

function deletedAnyway(cluster: ClusterEntry): string {
  return isRemote(cluster)
    ? "If you delete the whole cluster anyway, run only the commands for the cluster of Argo CD."
    : "If you delete the whole cluster anyway, with its Argo CD, do not run these commands.";
}

const order =
  "The root Applications come first, because they create deleted Applications again. They have no finalizer, so Argo CD keeps all other Applications. If an Application has a finalizer, Argo CD also deletes its objects: only the Applications of operators have a finalizer then. The AppProjects come last, because Argo CD cannot delete the objects of an Application without the AppProject.";

const remaining =
  "All other objects stay on the cluster: namespaces with all their objects, admission policies, volume claims with their data, and Seldon's CustomResourceDefinitions. The last commands delete these objects on a cluster that you keep. Run them only if the first of them prints no object. Delete other namespaces of the platform only if nothing else uses them.";
