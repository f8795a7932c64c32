import type { Pattern } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { restoreRemoved } from "./after-removal.ts";
import { type PlanTarget, removesCluster } from "./commit-step.ts";
import type { PlannedStep } from "./plan.ts";

/** How to cancel a plan before its last commit, and how to revert it afterwards, as sentences. */
export function rollback(
  target: PlanTarget,
  steps: readonly PlannedStep[],
  clusters: readonly ClusterEntry[],
  before: ReadonlyMap<string, Pattern>,
  tenants: readonly string[],
): readonly string[] {
  if (removesCluster(target, tenants))
    return [
      `To cancel before commit ${steps.length}, remove spec.seldon.lifecycle from cluster.yaml. One commit is enough, because Argo CD and Seldon retry until all required objects exist.`,
      `After commit ${steps.length}, restore the files with git revert, remove spec.seldon.lifecycle, and merge. If the Applications are already deleted, follow the README in the bootstrap folder of the cluster again.`,
    ];
  if (target.adopt === true)
    return [
      "To cancel before commit 2, switch the add-on off: npx --no-install tenantry plan --addon with --lifecycle removed. The Applications of commit 1 have no finalizer, so their objects stay.",
      "After commit 2, restore the entry adopts with git revert: Argo CD then changes nothing any more. The release record of Helm still exists until the manual last step.",
    ];
  if (target.version !== undefined)
    return [
      "To go back, run this plan with the earlier version: it shows the commits in the opposite order. CustomResourceDefinitions in a separate Application stay in the later version.",
      "Data that the later version has changed may be unreadable for the earlier one. Restore a backup then.",
    ];
  if (target.addon !== undefined)
    return [
      `To cancel before commit ${steps.length}, remove retired from the add-on in cluster.yaml. One commit is enough, because Argo CD retries until all objects exist. Data that is already deleted does not come back.`,
      `After commit ${steps.length}, restore the entry without retired with git revert, and merge.`,
    ];
  if (target.lifecycle !== undefined) {
    const last = target.lifecycle === "removed" ? [restoreRemoved] : [];
    return [
      "If the tenant file still exists, set the lifecycle in the tenant file to active. One commit is enough from any lifecycle state, because Argo CD and Seldon retry until all required objects exist.",
      ...last,
    ];
  }
  if (steps.length <= 1)
    return [
      "Revert the commit with git revert, run npx --no-install tenantry build, and merge. The revert restores the state before this plan. To see the effects first, run npx --no-install tenantry plan after git revert and before the build.",
    ];
  const [cluster] = clusters;
  const from = before.get(cluster?.name ?? "")?.name;
  const to = target.pattern ?? cluster?.spec.seldon.pattern;
  const moved = from !== undefined && cluster !== undefined && to !== from;
  if (!moved) {
    return [
      `To cancel before commit ${steps.length}, restore the old values and remove lifecycle from the tenant file, in one commit. Servers reuse the volume claims that still exist.`,
      `After commit ${steps.length}, follow the commits of this plan again with the old values.`,
    ];
  }
  return [
    `To cancel before commit ${steps.length}, remove spec.seldon.lifecycle and leave the pattern unchanged, in one commit. Argo CD creates the deleted objects again: runtimes first, then Servers, then models and experiments.`,
    `After commit ${steps.length}, run npx --no-install tenantry plan --cluster ${cluster.name} --pattern ${from} to see the commits of the rollback. The rollback needs as many commits, and as much time, as this plan.${patterns[from].fixes.length > 0 ? ` Pattern ${from} needs its patched images again: copy spec.seldon.images from the git history of cluster.yaml.` : ""}`,
  ];
}
