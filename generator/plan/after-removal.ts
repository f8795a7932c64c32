import { tenantFile } from "../load/input-files.ts";
import type { LastStep, Plan } from "./plan.ts";

/** The rollback of a removal after the tenant file is deleted. */
export const restoreRemoved =
  "After the tenant file is deleted: restore it with git revert, and remove lifecycle: draining or drained from it. The volume claims exist until the namespace is deleted.";

/** The manual last step, once Argo CD syncs nothing of a tenant any more. */
export function lastStep(tenants: readonly string[]): LastStep {
  return {
    message:
      "Run these commands when no Application of the tenant is left. Argo CD never deletes a namespace. Deleting it also deletes everything in it: volume claims with their data, secrets and policies. If the first command prints anything, those objects still wait for Seldon: restore the file with lifecycle: drained.",
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
        `The namespace ${tenant} and everything in it, on each cluster of the tenant. ${tenantFile(tenant)} no longer exists: git show ${commit} shows its last content.`,
    ),
    back: [restoreRemoved],
    last: lastStep(names),
  };
}
