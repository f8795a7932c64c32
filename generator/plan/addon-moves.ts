import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Tree } from "../publish/tree.ts";
import type { ChartSpec } from "../validate/addons/chart.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { unknownName } from "../validate/selection.ts";
import { adoptionSteps, lastAdoptionStep } from "./addon-adoption.ts";
import { addonPartsInTree } from "./addon-parts.ts";
import { addonRemovalSteps, lastAddonStep } from "./addon-removal.ts";
import { addonUpgradeSteps } from "./addon-upgrade.ts";
import type { CommitStep, PlanTarget } from "./commit-step.ts";
import type { LastStep } from "./plan.ts";

/** The commits that change one add-on of a cluster, and the findings that block them. */
export interface AddonMove {
  readonly steps: readonly CommitStep[];
  readonly unmet: readonly Diagnostic[];
  readonly last: LastStep | undefined;
}

interface Start {
  readonly inventory: Inventory;
  readonly tree: Tree;
  /** The descriptions of charts in the merged revision, by repository, name and version. */
  readonly earlier: ReadonlyMap<string, ChartSpec>;
}

/**
 * The commits that remove, upgrade or adopt an add-on. Undefined if the plan is not about an add-on.
 * @throws UsageError if the add-on is not on the cluster.
 */
export function addonMove(
  target: PlanTarget,
  [cluster]: readonly ClusterEntry[],
  { inventory, tree, earlier }: Start,
): AddonMove | undefined {
  if (target.addon === undefined || cluster === undefined) return undefined;
  const addon = addonOf(cluster, target.addon);
  if (target.version !== undefined) {
    const { version, application } = target;
    return {
      ...addonUpgradeSteps(cluster, addon, { version, application }, { inventory, tree, earlier }),
      last: undefined,
    };
  }
  if (target.adopt === true)
    return {
      steps: adoptionSteps(cluster, addon, { inventory, tree }),
      unmet: [],
      last: lastAdoptionStep(cluster, addon),
    };
  return {
    steps: addonRemovalSteps(cluster, addon, addonPartsInTree(tree, cluster.name, addon)),
    unmet: [],
    last: lastAddonStep(cluster, addon),
  };
}

function addonOf({ addons }: ClusterEntry, name: string): AddonEntry {
  const addon = addons.find((entry) => entry.name === name);
  if (addon !== undefined) return addon;
  throw unknownName(
    "add-on",
    name,
    addons.map((entry) => entry.name),
  );
}
