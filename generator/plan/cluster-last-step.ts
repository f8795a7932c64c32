import { isRemote } from "../layout/argo-cd.ts";
import { kubectlIn, stopIfAny, stoppingAtFailure } from "../layout/kubectl-context.ts";
import { environmentBranch, hubApplication } from "../layout/names.ts";
import { managedByLabel, tenantLabel } from "../models/marks.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { deletingHub, rootApplicationsOf } from "./cluster-removal.ts";
import { leavingHub } from "./leave-cluster.ts";
import { seldonKinds, stopOnOtherCluster, trackedBy, whoDeletesNamespaces } from "./namespace-deletion.ts";
import type { LastStep, ManualPart } from "./plan.ts";

/** The manual last step, once the files of a cluster are removed. */
export function lastClusterStep(inventory: Inventory, cluster: ClusterEntry): LastStep {
  return {
    message: `${deletedAnyway(cluster)} Run the parts in this order. To print these commands again after the last commit, run the plan in a checkout of the commit before it.`,
    parts: [
      applicationsPart(inventory, cluster),
      ...registrationPart(cluster),
      ...branchesPart(cluster),
      keptClusterPart(cluster),
    ],
  };
}

function deletedAnyway(cluster: ClusterEntry): string {
  return isRemote(cluster)
    ? "If you delete the whole cluster anyway, leave out the last part."
    : `Set the variable CLUSTER_CONTEXT of the shell to the context of kubectl for ${cluster.name}. If you delete the whole cluster anyway, with its Argo CD, do not run these commands.`;
}

function applicationsPart(inventory: Inventory, cluster: ClusterEntry): ManualPart {
  const { namespace } = cluster.spec.argoCD;
  const kubectl = kubectlIn(isRemote(cluster) ? "ARGOCD_CONTEXT" : "CLUSTER_CONTEXT");
  const hub = leavingHub(inventory, cluster);
  const hubs = hub === undefined ? [] : [hubApplication(hub)];
  const deleting = deletingHub(inventory, cluster);
  const roots = [...hubs, ...rootApplicationsOf(cluster)].join(" ");
  return {
    message: `${isRemote(cluster) ? "On the cluster that runs Argo CD: delete" : "Delete"} the Applications, and then the AppProjects. ${rootsFirst(deleting, hubs)} ${order}`,
    commands: stoppingAtFailure([
      ...(deleting === undefined
        ? [`${kubectl} delete applications ${roots} --namespace ${namespace} --ignore-not-found`]
        : stopIfAny(`${kubectl} get applications ${roots} --namespace ${namespace} --ignore-not-found --output name`)),
      ...["applications", "appprojects"].flatMap((kind) => [
        `names=$(${kubectl} get ${kind} --namespace ${namespace} --output name)`,
        `for name in $(echo "$names" | grep '/${cluster.name}[.]'); do ${kubectl} delete "$name" --namespace ${namespace}; done`,
      ]),
      ...hubs.map((project) => `${kubectl} delete appproject ${project} --namespace ${namespace} --ignore-not-found`),
    ]),
  };
}

function rootsFirst(deleting: string | undefined, hubs: readonly string[]): string {
  if (deleting !== undefined)
    return `The Application ${deleting} has deleted the root Applications. If they still exist, the commands stop, because the root Applications create deleted Applications again.`;
  const first =
    hubs.length === 0 ? "The root Applications come first" : "The Applications of the hub and the roots come first";
  return `${first}, because they create deleted Applications again. They have no finalizer, so Argo CD keeps all other Applications.`;
}

const order =
  "Until then, the other Applications report ComparisonError, because their folders no longer exist. If an Application has a finalizer, Argo CD also deletes its objects: only the Applications of operators and of add-ons have a finalizer then. The AppProjects come last, because Argo CD cannot delete the objects of an Application without the AppProject.";

function registrationPart(cluster: ClusterEntry): readonly ManualPart[] {
  if (!isRemote(cluster)) return [];
  const { destination } = cluster.spec.argoCD;
  return [
    {
      message: "Remove the cluster from Argo CD. The program argocd must be logged in to this Argo CD.",
      commands: [`argocd cluster rm ${"server" in destination ? destination.server : destination.name}`],
    },
  ];
}

function branchesPart({ name, spec }: ClusterEntry): readonly ManualPart[] {
  if (spec.publish === "folder") return [];
  const branch = environmentBranch(name);
  return [
    {
      message: "In a clone of the repository, delete the branches of the cluster.",
      commands: [branch, ...(spec.publish === "next" ? [`${branch}-next`] : [])].map(
        (each) => `git push origin --delete ${each}`,
      ),
    },
  ];
}

/**
 * The objects that Argo CD leaves on a cluster. The admission policies come before the namespaces: they allow few users to
 * delete a tenant's namespace. The API server needs some seconds to forget a deleted policy.
 */
function keptClusterPart(cluster: ClusterEntry): ManualPart {
  const kubectl = kubectlIn("CLUSTER_CONTEXT");
  const tenants = cluster.tenants.map((tenant) => tenant.name);
  const namespaces = [
    `namespaces=$(${kubectl} get namespaces --selector ${tenantLabel} --output jsonpath='${trackedBy}')`,
    ...stopOnOtherCluster("namespaces", [cluster.name]),
  ];
  return {
    message: `On ${cluster.name}, if you keep the cluster: delete the objects that stay there. These objects are the admission policies, the namespaces of tenants with all their objects, volume claims with their data, and Seldon's CustomResourceDefinitions. The commands stop if an object of Seldon still exists, or if a tenant's namespace belongs to another cluster. ${whoDeletesNamespaces} The commands therefore delete the policies first: run them as a user who may delete ValidatingAdmissionPolicies. Delete other namespaces of the platform only if nothing else uses them.`,
    commands: stoppingAtFailure([
      ...stopIfAny(`${kubectl} get ${seldonKinds} --all-namespaces --output name`),
      ...namespaces,
      `${kubectl} delete validatingadmissionpolicybindings,validatingadmissionpolicies --selector ${managedByLabel}=tenantry`,
      ...(tenants.length === 0
        ? []
        : ["sleep 10", `${kubectl} delete namespace ${tenants.join(" ")} --ignore-not-found`]),
      `names=$(${kubectl} get customresourcedefinitions --output name)`,
      `for name in $(echo "$names" | grep '[.]mlops[.]seldon[.]io$'); do ${kubectl} delete "$name"; done`,
    ]),
  };
}
