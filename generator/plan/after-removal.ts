import { tenantFile } from "../load/input-files.ts";
import type { LastStep, Plan } from "./plan.ts";

/** The rollback of a removal after the tenant file is deleted. */
export const restoreRemoved =
  "If the tenant file is already deleted, restore the file with git revert, and remove the field lifecycle from the tenant file. The volume claims remain until a user deletes the namespace.";

/** The manual last step, once Argo CD syncs nothing of a tenant any more. */
export function lastStep(tenants: readonly string[]): LastStep {
  return {
    message:
      "Run these commands on each cluster of the tenant, after Argo CD has deleted all Applications of the tenant. Argo CD never deletes a namespace. If you delete the namespace, Kubernetes also deletes all objects in the namespace: volume claims with their data, secrets and policies. If the first command prints an object, do not delete the namespace. Instead, restore the tenant file, set the lifecycle to draining, and follow the commits of the removal again. Seldon can then delete the object.",
    commands: tenants.flatMap((tenant) => [
      `kubectl get servers,models,pipelines,experiments,seldonruntimes --namespace ${tenant}`,
      `kubectl get persistentvolumeclaims,secrets --namespace ${tenant}`,
      `kubectl delete namespace ${tenant}`,
    ]),
  };
}

/** A tenant whose file was deleted, and the last commit that changed the file. */
export interface RemovedTenant {
  readonly tenant: string;
  readonly commit: string;
}

/** The plan for a removal whose files are already deleted: only the manual last step remains. */
export function planAfterRemoval(gone: readonly RemovedTenant[]): Plan {
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
    last: lastStep(names),
  };
}
