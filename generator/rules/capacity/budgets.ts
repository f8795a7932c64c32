import { scalersOf, targetKey } from "../../evaluate/capacity/autoscaling.ts";
import { countedPods } from "../../evaluate/capacity/counted-pods.ts";
import { countOf } from "../../evaluate/capacity/usage.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import type { PodSource } from "../../evaluate/manifests/pods.ts";
import { numberAt } from "../../evaluate/manifests/reading.ts";
import { memoize } from "../../load/memoize.ts";
import { selects } from "../../validate/label-selector.ts";
import { valueAt } from "../../validate/merge.ts";

/** The pods that a PodDisruptionBudget selects. */
export function budgetedPods(budget: Manifest, manifestSet: ManifestSet): readonly PodSource[] {
  const all = sourcesByNamespace(manifestSet);
  const selector = valueAt(budget.object, ["spec", "selector"]);
  const namespace = budget.namespace ?? "";
  const open = manifestSet.context.folder !== undefined && namespace !== "";
  return [...(all.get(namespace) ?? []), ...(open ? (all.get("") ?? []) : [])].filter(({ labels }) =>
    selects(selector, labels),
  );
}

const sourcesByNamespace = memoize((manifestSet: ManifestSet) =>
  Map.groupBy(
    countedPods(manifestSet).flatMap(({ source }) => source ?? []),
    ({ namespace }) => namespace,
  ),
);

/** The lowest number of these pods, after autoscaling has scaled down as far as it may. */
export function fewestReplicas(manifestSet: ManifestSet, { by, replicas, namespace }: PodSource): number {
  const scaled = scalersOf(manifestSet).get(targetKey(namespace, by));
  if (scaled !== undefined) return countOf(scaled.min ?? 1);
  const least = by.kind.startsWith("mlops.seldon.io/") ? numberAt(by.object, "spec", "minReplicas") : undefined;
  return countOf(least ?? replicas);
}
