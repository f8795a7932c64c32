import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { Flow } from "../patterns/flow.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { type AddonConnection, addonConnections } from "./addon-connections.ts";
import type { ConnectionPeer } from "./addon-peers.ts";
import { meshedFlows } from "./mesh-flows.ts";
import { dnsFlow } from "./runtime-flows.ts";
import type { ClusterScope } from "./scope.ts";

/**
 * Every flow across the boundary of one of an add-on's namespaces, sorted by name. All other traffic is denied, except traffic
 * within the namespace, which a baseline policy allows.
 */
export function addonFlows(scope: ClusterScope, addon: AddonEntry, namespace: string): readonly Flow[] {
  const crossing = addonConnections(scope).filter(({ from, to }) => isIn(namespace, from) !== isIn(namespace, to));
  // Both ends can declare the same connection, and one pair of ends can have several ports.
  const pairs = Map.groupBy(crossing, ({ from, to }) =>
    JSON.stringify([from.word, from.peers, to.word, to.peers, isIn(namespace, to)]),
  );
  const flows = [...pairs.values()].map((pair) => flowOf(addon, namespace, pair));
  const origin = addon.at("namespaces", namespace);
  const all = [...dnsFlow(scope.cluster, origin), ...flows.flat()];
  return meshedFlows(scope.cluster, namespace, all, origin).toSorted((left, right) =>
    compareStrings(left.name, right.name),
  );
}

/** Whether these are pods of this namespace to which its policies apply. */
function isIn(namespace: string, { workload }: ConnectionPeer): boolean {
  return workload?.namespace === namespace && !workload.hostNetwork;
}

/** The flow of all connections between the same two ends. */
function flowOf(addon: AddonEntry, namespace: string, pair: readonly AddonConnection[]): readonly Flow[] {
  const [first] = pair;
  if (first === undefined) return [];
  const { from, to, origin } = first;
  const inward = isIn(namespace, to);
  const [own, other] = inward ? [to, from] : [from, to];
  const names = [...new Set(pair.flatMap(({ portNames }) => portNames))];
  const why = pair.find((connection) => connection.why !== undefined)?.why;
  const ports = new Map(pair.flatMap((connection) => connection.ports).map((port) => [JSON.stringify(port), port]));
  return [
    {
      kind: "control",
      field: "cluster.addons",
      name: inward ? `from-${wordFor(addon, other)}-to-${own.word}` : `from-${own.word}-to-${wordFor(addon, other)}`,
      why: why ?? `from ${from.text} to ${to.text}${names.length === 0 ? "" : `: ${names.join(", ")}`}`,
      direction: inward ? "in" : "out",
      pods: { labels: own.workload?.pods ?? {} },
      peers: other.peers,
      ports: [...ports.values()],
      origin,
    },
  ];
}

/** A workload of another add-on with its namespace, because two add-ons can have workloads with one name. */
function wordFor({ spec }: AddonEntry, { word, workload }: ConnectionPeer): string {
  return workload === undefined || workload.namespace in spec.namespaces ? word : `${workload.namespace}-${word}`;
}
