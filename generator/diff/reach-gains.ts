import { isDeepStrictEqual } from "node:util";
import { type AddressReach, addressReach, gainedAddresses } from "../evaluate/network/address-reach.ts";
import { endpointKey, unnamedEndpoint } from "../evaluate/network/endpoint-id.ts";
import type { NetworkPolicyRules } from "../evaluate/network/policy.ts";
import { describePorts, noPorts, type PortSet, portDifference, portUnion } from "../evaluate/network/port-set.ts";
import type { Endpoint, PodEndpoint } from "../evaluate/network/reach.ts";
import { memoize } from "../load/memoize.ts";
import { selects } from "../validate/label-selector.ts";
import type { ClusterState } from "./cluster-state.ts";
import {
  type ChangedPolicies,
  type ClusterStates,
  directions,
  namespacePairs,
  type PolicyDirection,
} from "./namespace-pairs.ts";
import { type NeighbourNamespace, podClasses } from "./pod-classes.ts";

/** A connection of a pod that a change opens or closes. */
export interface ReachGain {
  readonly message: "opens" | "closes";
  readonly pod: PodEndpoint;
  readonly direction: PolicyDirection;
  /** The other end: a pod, a Cilium entity, or addresses. */
  readonly other: Endpoint | readonly AddressReach[];
  readonly ports: PortSet;
  /** Those ports that neither the namespace baseline nor Seldon Core needs: an input declares them. */
  readonly declared: PortSet;
  /** Policies that allow the connection. */
  readonly by: readonly NetworkPolicyRules[];
}

export interface ReachGains {
  readonly found: readonly ReachGain[];
  /** Namespaces whose policies distinguish more pods than can be compared: their connections are unknown. */
  readonly unclear: ReadonlySet<string>;
}

/**
 * Compares every class of pods that the policies distinguish. The other ends are the classes of pods in all namespaces that a
 * changed policy may select, all addresses, and all entities that a policy names.
 * @param relabelled Namespaces whose labels changed: policies that select by labels open other connections.
 */
export function reachGainsOn(
  sides: ClusterStates,
  changed: ReadonlyMap<string, ChangedPolicies>,
  relabelled: ReadonlySet<string>,
): ReachGains {
  const found: ReachGain[] = [];
  const unclear = new Set<string>();
  const seen = new Set<string>();
  for (const { namespace, neighbour } of namespacePairs(sides, changed, relabelled)) {
    if (neighbour?.namespace === namespace) continue;
    const gains = neighbour === undefined ? undefined : betweenNamespaces(sides, namespace, neighbour, seen);
    if (gains === undefined) unclear.add(namespace);
    else found.push(...gains);
  }
  for (const namespace of changed.keys()) {
    const pods = podClasses(sides, { namespace }, []);
    if (pods === undefined) unclear.add(namespace);
    else found.push(...pods.flatMap((pod) => [...withAddresses(sides, pod), ...withEntities(sides, pod)]));
  }
  return { found, unclear };
}

function betweenNamespaces(
  sides: ClusterStates,
  namespace: string,
  neighbour: NeighbourNamespace,
  seen: Set<string>,
): readonly ReachGain[] | undefined {
  const lookers = (name: string): readonly NetworkPolicyRules[] => sides.flatMap((side) => side.policiesIn(name));
  const own = podClasses(sides, { namespace }, lookers(neighbour.namespace));
  const others = podClasses(sides, neighbour, lookers(namespace));
  if (own === undefined || others === undefined) return undefined;
  return own.flatMap((pod) =>
    others.flatMap((other) =>
      directions.flatMap((direction) => {
        const [from, to] = direction === "egress" ? [pod, other] : [other, pod];
        const key = `${keyOf(from)} ${keyOf(to)}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return connectionGains(
          pod,
          direction,
          other,
          sides.map((side) => connectionInState(sides, side, from, to)),
        );
      }),
    ),
  );
}

const keyOf = memoize(({ id, namespace, labels, namespaceLabels }: PodEndpoint) =>
  JSON.stringify([endpointKey(id), namespace, labels, namespaceLabels]),
);

/** The ports that one side allows, and those of them that no input declares. */
interface Connection {
  readonly ports: PortSet;
  readonly expected: PortSet;
  readonly by: readonly NetworkPolicyRules[];
}

const nothing: Connection = { ports: noPorts, expected: noPorts, by: [] };

function connectionInState(sides: ClusterStates, side: ClusterState, from: Endpoint, to: Endpoint): Connection {
  const pods = [from, to].filter((end) => end.kind === "pod");
  if (pods.some((pod) => !existsOn(side, pod))) return nothing;
  const namespaces = pods.map(({ namespace }) => namespace);
  const { ports, egress, ingress } = side.network(...namespaces).reach(from, to);
  const ours = namespaces.every((name) => isManagedNamespace(sides, name));
  const expected = ours ? side.expected(...namespaces).reach(from, to).ports : noPorts;
  return { ports, expected, by: [...egress.openedBy, ...ingress.openedBy] };
}

/** Whether a pod's namespace exists on this side. An undeclared namespace may always exist. */
function existsOn(side: ClusterState, { namespace, namespaceLabels }: PodEndpoint): boolean {
  return namespaceLabels !== undefined || side.has(namespace);
}

/** Whether flows determine what is open in a namespace. If other policies close it, all that they open counts as declared. */
function isManagedNamespace(sides: ClusterStates, namespace: string): boolean {
  return sides.every((side) => side.expectedIn(namespace) !== undefined || side.policiesIn(namespace).length === 0);
}

function connectionGains(
  pod: PodEndpoint,
  direction: PolicyDirection,
  other: Endpoint,
  [before = nothing, after = nothing]: readonly Connection[],
): readonly ReachGain[] {
  return (["opens", "closes"] as const).flatMap((message) => {
    const [more, less] = message === "opens" ? [after, before] : [before, after];
    const ports = portDifference(more.ports, less.ports);
    if (ports.size === 0) return [];
    return [{ message, pod, direction, other, ports, declared: portDifference(ports, more.expected), by: more.by }];
  });
}

/** Cilium has entities for the API server and the nodes. A policy opens them by entity name. */
function withEntities(sides: ClusterStates, pod: PodEndpoint): readonly ReachGain[] {
  const entities = new Set(
    sides.flatMap((side) =>
      side
        .policiesIn(pod.namespace)
        .flatMap(({ egress }) =>
          egress.flatMap(({ peers = [] }) => peers.flatMap((peer) => (peer.kind === "entity" ? [peer.entity] : []))),
        ),
    ),
  );
  return [...entities].flatMap((entity) => {
    const other: Endpoint = { kind: "address", id: unnamedEndpoint(`entity ${entity}`), cidrs: [], entity };
    return connectionGains(
      pod,
      "egress",
      other,
      sides.map((side) => connectionInState(sides, side, pod, other)),
    );
  });
}

/** All addresses as a set: the notation of a network and the name of its policy make no difference. */
function withAddresses(sides: ClusterStates, pod: PodEndpoint): readonly ReachGain[] {
  return directions.flatMap((direction) => {
    const [before, after] = sides.map((side) => addressesOn(side, pod, direction, side.policiesIn(pod.namespace)));
    return [
      ...changedAddresses(sides, sides[1], { message: "opens", pod, direction }, before, after),
      ...changedAddresses(sides, sides[0], { message: "closes", pod, direction }, after, before),
    ];
  });
}

function changedAddresses(
  sides: ClusterStates,
  side: ClusterState,
  change: Pick<ReachGain, "message" | "pod" | "direction">,
  less: readonly AddressReach[] = [],
  more: readonly AddressReach[] = [],
): readonly ReachGain[] {
  const { pod, direction } = change;
  const given = isManagedNamespace(sides, pod.namespace) ? side.expectedIn(pod.namespace) : undefined;
  const expected = given === undefined ? [] : addressesOn(side, pod, direction, given);
  const byPorts = Map.groupBy(gainedAddresses(less, more), ({ ports }) => describePorts(ports));
  return [...byPorts.values()].map((ranges) => ({
    ...change,
    other: ranges,
    ports: portUnion(ranges.map(({ ports }) => ports)),
    declared: portUnion(gainedAddresses(expected, ranges).map(({ ports }) => ports)),
    by: openingAddresses(side.policiesIn(pod.namespace), pod, direction, ranges),
  }));
}

function addressesOn(
  side: ClusterState,
  pod: PodEndpoint,
  direction: PolicyDirection,
  policies: readonly NetworkPolicyRules[],
): readonly AddressReach[] {
  if (!existsOn(side, pod)) return [];
  return addressReach(
    pod,
    policies.filter(({ selector }) => selects(selector, pod.labels)),
    direction,
  );
}

/** Policies that open some of these addresses to a pod. */
function openingAddresses(
  policies: readonly NetworkPolicyRules[],
  pod: PodEndpoint,
  direction: PolicyDirection,
  ranges: readonly AddressReach[],
): readonly NetworkPolicyRules[] {
  return policies.filter((policy) => {
    if (!policy.closes[direction] || !selects(policy.selector, pod.labels)) return false;
    const alone = addressReach(pod, [policy], direction);
    return !isDeepStrictEqual(gainedAddresses(ranges, alone), alone);
  });
}
