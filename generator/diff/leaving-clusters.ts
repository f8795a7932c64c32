import type { Change } from "../plan/change.ts";
import { retainedObjects } from "../plan/retained-objects.ts";
import { countText } from "../text/counted.ts";
import { listText } from "../text/listed.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/** Kinds of Seldon that a drained cluster no longer has. */
const drainedKinds: readonly string[] = ["Server", "Model", "Pipeline", "Experiment", "SeldonRuntime"];

/** The clusters that only the state before a change has. */
export function leavingClusters(before: DesiredState, after: DesiredState): readonly ClusterEntry[] {
  const remaining = new Set(after.inventory.clusters.map(({ name }) => name));
  return before.inventory.clusters.filter(({ name }) => !remaining.has(name));
}

/** Whether an object leaves git together with its cluster. The statement about the cluster includes such a change. */
export function isDeparture({ cluster, verb }: Change, leaving: readonly ClusterEntry[]): boolean {
  return verb === "delete" && leaving.some(({ name }) => name === cluster);
}

/**
 * One statement for each cluster that leaves, in place of the losses of its tenants: Argo CD deletes almost none of the
 * objects. A drained cluster can come back with a revert. The risk is high if models or runtimes were not drained.
 */
export function leavingClusterStatements(
  leaving: readonly ClusterEntry[],
  changes: readonly Change[],
): readonly Statement[] {
  const { orphans, kept } = retainedObjects(changes);
  return leaving.map((cluster): Statement => {
    const own = changes.filter((change) => isDeparture(change, [cluster]));
    const stay = own.filter((change) => orphans.has(change) || kept.has(change));
    const running = own.filter(({ ref }) => drainedKinds.includes(ref.kind));
    const tenants = cluster.tenants.map(({ name }) => name);
    const parts = [
      `leaves: ${countText(stay.length, "object")} ${stay.length === 1 ? "stays" : "stay"} in the cluster`,
      ...(stay.length < own.length ? [`Argo CD deletes ${listText(namesOf(own, stay), mostNamed)}`] : []),
      ...leavingHub(cluster, changes),
      ...(running.length > 0 ? [`not drained: ${listText(namesOf(running), mostNamed)}`] : []),
      ...(tenants.length > 0 ? [`tenants: ${listText(tenants, mostNamed)}`] : []),
    ];
    return {
      topic: "platform",
      risk: running.length > 0 ? "high" : "medium",
      cluster: cluster.name,
      tenant: undefined,
      about: `cluster ${cluster.name}`,
      message: parts.join("; "),
      headline: `removes cluster ${cluster.name}`,
    };
  });
}

/** The Application of a hub that leaves with its last cluster. A person applied it, so no other Application deletes it. */
function leavingHub({ spec }: ClusterEntry, changes: readonly Change[]): readonly string[] {
  const { hub } = spec.argoCD;
  return changes
    .filter((change) => hub !== undefined && change.hub === hub && change.verb === "delete")
    .filter(({ ref }) => ref.kind === "Application")
    .map(({ ref }) => `Application ${ref.name} and its AppProject stay in Argo CD until a user deletes them`);
}

const mostNamed = 6;

function namesOf(changes: readonly Change[], without: readonly Change[] = []): readonly string[] {
  return changes.filter((change) => !without.includes(change)).map(({ ref }) => `${ref.kind} ${ref.name}`);
}
