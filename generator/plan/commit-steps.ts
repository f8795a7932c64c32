import type { RepositoryDocuments } from "../load/load-repository.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { clusterRemovalSteps } from "./cluster-removal.ts";
import { type CommitStep, type LifecycleOf, type PlanTarget, removesCluster } from "./commit-step.ts";
import { type Edit, editAt } from "./edit.ts";
import { lifecycleSteps } from "./lifecycle-steps.ts";
import { patternEdits, patternSteps } from "./pattern-steps.ts";
import { syncDelay } from "./step-texts.ts";
import { applicationsHealthy } from "./verifications.ts";

/**
 * The commits that lead to the target, in order. Seldon (2.9.1) requires more than one commit in two cases. Models, pipelines
 * and experiments are deleted only by a running scheduler in a namespace that is still watched. A SeldonRuntime is deleted
 * only when no Server is left.
 * @param before The pattern that each cluster's tree was generated for.
 */
export function commitSteps(
  target: PlanTarget,
  documents: RepositoryDocuments,
  inventory: Inventory,
  clusters: readonly ClusterEntry[],
  tenants: readonly string[],
  before: ReadonlyMap<string, Pattern>,
  stateOf: LifecycleOf,
): readonly CommitStep[] {
  const [cluster] = clusters;
  if (removesCluster(target, tenants) && cluster !== undefined)
    return clusterRemovalSteps(documents, inventory, cluster, stateOf);
  if (target.lifecycle !== undefined) return lifecycleSteps(target.lifecycle, inventory, clusters, tenants, stateOf);
  const versions =
    target.seldon === undefined ? [] : clusters.map((item) => editAt(item.at("seldon", "version"), target.seldon));
  const chosen: Edit[] = [];
  if (cluster !== undefined && clusters.length === 1) {
    const from = before.get(cluster.name);
    const to = patterns[target.pattern ?? cluster.spec.seldon.pattern];
    if (from !== undefined && from.name !== to.name) return patternSteps(cluster, from, to, versions, stateOf);
    chosen.push(...patternEdits(cluster, to));
  }
  return [
    {
      title: target.seldon === undefined ? "Apply the current files" : `Seldon Core ${target.seldon}`,
      why: "One commit is enough, because no change has to wait for another change.",
      edits: [...chosen, ...versions],
      takes: [syncDelay],
      verify: [applicationsHealthy(clusters)],
    },
  ];
}
