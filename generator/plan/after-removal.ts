import { tenantFile } from "../load/input-files.ts";
import type { LastStep, Plan } from "./plan.ts";

/** What a person does when nothing of a tenant is synced any more. */
export function lastStep(tenants: readonly string[]): LastStep {
  return {
    message:
      "When no Application of it is left. The namespace takes along all that is still in it: claims with their data, secrets, policies. Argo CD never does that. If the first command prints anything, something still waits for Seldon: bring the file back, drained.",
    commands: tenants.flatMap((tenant) => [
      `kubectl get servers,models,pipelines,experiments,seldonruntimes --namespace ${tenant}`,
      `kubectl get persistentvolumeclaims,secrets --namespace ${tenant}`,
      `kubectl delete namespace ${tenant}`,
    ]),
  };
}

/** A tenant whose file is gone, and the last commit that touched it. */
export interface RemovedTenant {
  readonly tenant: string;
  readonly commit: string;
}

/** What is left of a removal once the files are gone: nothing that a commit does. */
export function planAfterRemoval(gone: readonly RemovedTenant[]): Plan {
  const names = gone.map(({ tenant }) => tenant);
  return {
    title: `${names.join(", ")}: removed`,
    unmet: [],
    steps: [],
    risk: { traffic: "none", tenants: [], message: "No request notices." },
    staysBehind: gone.map(
      ({ tenant, commit }) =>
        `The namespace ${tenant} with all that is in it, on each cluster that it was on: ${tenantFile(tenant)} is not there any more, and git show ${commit} has the last that was said of it.`,
    ),
    back: [
      "Bring the file back with git revert, without draining or drained. As long as nobody has deleted the namespace, its claims are still there.",
    ],
    last: lastStep(names),
  };
}
