import { kubectlIn, stopIfAny, stoppingAtFailure } from "../layout/kubectl-context.ts";
import { tenantFile } from "../load/input-files.ts";
import { seldonKinds, stopOnOtherCluster, trackedByOne, whoDeletesNamespaces } from "./namespace-deletion.ts";
import type { LastStep, Plan } from "./plan.ts";

/** The rollback of a removal after the tenant file is deleted. */
export const restoreRemoved =
  "If the tenant file is already deleted, restore the file with git revert, and remove the field lifecycle from the tenant file. The volume claims remain until a user deletes the namespace.";

/** The manual last step, once Argo CD syncs nothing of a tenant any more. */
export function lastStep(tenants: readonly string[], clusters: readonly string[]): LastStep {
  const kubectl = kubectlIn("CLUSTER_CONTEXT");
  return {
    message: `Run these commands on each cluster of the removal, after Argo CD has deleted all Applications of the tenant there. Set the variable CLUSTER_CONTEXT of the shell to the context of kubectl for the cluster. Argo CD never deletes a namespace. ${whoDeletesNamespaces} If none of your groups is an administrator, add a group to this field and merge the change first.`,
    parts: tenants.flatMap((tenant) => [
      {
        message: "Check the volume claims and the Secrets, which Kubernetes deletes together with the namespace:",
        commands: [`${kubectl} get persistentvolumeclaims,secrets --namespace ${tenant}`],
      },
      {
        message:
          "Delete the namespace, and with it all its objects. If an object of Seldon still exists, the commands stop. Then restore the tenant file, set the lifecycle to draining, and follow the commits of the removal again, so that Seldon can delete the object. The commands also stop if the namespace belongs to another cluster.",
        commands: stoppingAtFailure([
          ...stopIfAny(`${kubectl} get ${seldonKinds} --namespace ${tenant} --output name`),
          `owner=$(${kubectl} get namespace ${tenant} --output jsonpath='${trackedByOne}')`,
          ...stopOnOtherCluster("owner", clusters),
          `${kubectl} delete namespace ${tenant}`,
        ]),
      },
    ]),
  };
}

/** A tenant whose file was deleted, and the last commit that changed the file. */
export interface RemovedTenant {
  readonly tenant: string;
  readonly commit: string;
}

/** The plan for a removal whose files are already deleted: only the manual last step remains. */
export function planAfterRemoval(gone: readonly RemovedTenant[], clusters: readonly string[]): Plan {
  const names = gone.map(({ tenant }) => tenant);
  return {
    title: `${names.join(", ")}: removed`,
    unmet: [],
    steps: [],
    risk: { traffic: "none", tenants: [], message: "No request is affected." },
    staysBehind: gone.map(
      ({ tenant, commit }) =>
        `The namespace ${tenant} and all its objects remain on each cluster of the tenant. To see the last content of ${tenantFile(tenant)}, run git show ${commit}.`,
    ),
    back: [restoreRemoved],
    last: lastStep(names, clusters),
  };
}
