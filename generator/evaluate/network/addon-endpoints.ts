import { isDeepStrictEqual } from "node:util";
import type { ClusterEntry } from "../../validate/inventory.ts";
import { type EndpointId, endpointLabel } from "./endpoint-id.ts";
import type { Endpoint, PodEndpoint } from "./reach.ts";

/**
 * The pods of the add-ons' workloads by their names, `<namespace>/<workload>`, and a pod without labels for each namespace.
 * Pods on the network of a node are not included: no policy selects them, and for other pods they are the node.
 * @param named Endpoints that already have a name. A workload with the same pods, for example Kafka's, is the same endpoint.
 */
export function addonEndpoints(
  { addons }: Pick<ClusterEntry, "addons">,
  named: readonly Endpoint[],
): ReadonlyMap<string, PodEndpoint> {
  const all = addons.flatMap(({ name: addon, spec }) => [
    ...Object.keys(spec.namespaces).map((namespace) => podOf({ owner: "addon", addon, namespace }, {})),
    ...Object.entries(spec.workloads)
      .filter(([, { hostNetwork }]) => !hostNetwork)
      .map(([workload, { namespace, pods }]) => podOf({ owner: "addon", addon, namespace, workload }, pods)),
  ]);
  return new Map(
    all.map((own) => [
      endpointLabel(own.id),
      named.filter((other) => other.kind === "pod").find((other) => hasSamePods(own, other)) ?? own,
    ]),
  );
}

function hasSamePods(own: PodEndpoint, other: PodEndpoint): boolean {
  return own.namespace === other.namespace && isDeepStrictEqual(own.labels, other.labels);
}

function podOf(id: Extract<EndpointId, { owner: "addon" }>, labels: PodEndpoint["labels"]): PodEndpoint {
  return { kind: "pod", id, namespace: id.namespace, labels, ports: {} };
}
