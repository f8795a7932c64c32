import { oncePer, oncePerName } from "../../load/once-per.ts";
import { relationOf } from "./cidr.ts";
import type { EndpointId } from "./endpoint-id.ts";
import type { NetworkPolicyRule, NetworkPolicyRules, PolicyPeer, PolicyPort } from "./policy.ts";
import {
  allPorts,
  noPorts,
  type PolicyProtocol,
  type PortSet,
  portIntersection,
  portRange,
  portUnion,
  protocols,
} from "./port-set.ts";
import { type LabelMap, selects } from "./selector.ts";

/** Somebody who can begin or end a connection. */
export type Endpoint = PodEndpoint | AddressEndpoint;

export interface PodEndpoint {
  readonly kind: "pod";
  readonly id: EndpointId;
  readonly namespace: string;
  readonly labels: LabelMap;
  /** Labels of its namespace, where they are not those that the network knows. */
  readonly namespaceLabels?: LabelMap;
  /** Container ports by name, for policies that name them. */
  readonly ports: Readonly<Record<string, { readonly port: number; readonly protocol: PolicyProtocol }>>;
}

/** What is no pod: a network outside, the API server, a node. */
export interface AddressEndpoint {
  readonly kind: "address";
  readonly id: EndpointId;
  readonly cidrs: readonly string[];
  /** What Cilium calls it; an ipBlock does not match it there. */
  readonly entity?: string;
}

/** What the policies let one endpoint do with another, and which of them decide. */
export interface Reach {
  readonly ports: PortSet;
  readonly egress: Decision;
  readonly ingress: Decision;
}

export interface Decision {
  readonly ports: PortSet;
  /** Policies that close this side; none means that nobody does, and all is open. */
  readonly closedBy: readonly NetworkPolicyRules[];
  /** Of those, the ones that let something through. */
  readonly openedBy: readonly NetworkPolicyRules[];
}

/** Labels of namespaces by name. Of a namespace that is not in it only the name is known. */
export type NamespaceLabels = ReadonlyMap<string, LabelMap>;

/** Policies by namespace: whoever has none is open. */
export class Network {
  readonly #policies: ReadonlyMap<string, readonly NetworkPolicyRules[]>;
  readonly #namespaces: NamespaceLabels;
  readonly #of: (pod: PodEndpoint) => readonly NetworkPolicyRules[];

  constructor(policies: Iterable<NetworkPolicyRules>, namespaces: NamespaceLabels) {
    this.#namespaces = namespaces;
    this.#policies = Map.groupBy(policies, ({ namespace }) => namespace);
    this.#of = oncePer(({ namespace, labels }) =>
      (this.#policies.get(namespace) ?? []).filter(({ selector }) => selects(selector, labels)),
    );
  }

  /** Whether any policy lies in a namespace: where none does, all of it is open. */
  guards(namespace: string): boolean {
    return this.#policies.has(namespace);
  }

  /** Both sides must agree; a side that is no pod has no policies. */
  reach(from: Endpoint, to: Endpoint): Reach {
    const egress = this.#decide(from, to, "egress", to);
    const ingress = this.#decide(to, from, "ingress", to);
    return { ports: portIntersection(egress.ports, ingress.ports), egress, ingress };
  }

  #decide(own: Endpoint, other: Endpoint, side: "ingress" | "egress", destination: Endpoint): Decision {
    if (own.kind === "address") return { ports: allPorts, closedBy: [], openedBy: [] };
    const closedBy = this.#of(own).filter((policy) => policy.closes[side]);
    if (closedBy.length === 0) return { ports: allPorts, closedBy, openedBy: [] };
    const openedBy: NetworkPolicyRules[] = [];
    const sets: PortSet[] = [];
    for (const policy of closedBy) {
      const open = policy[side].filter((rule) => acceptsConnection(rule, policy.namespace, other, this.#namespaces));
      const ports = portUnion(open.map((rule) => reachablePorts(rule, destination)));
      if (ports.size === 0) continue;
      openedBy.push(policy);
      sets.push(ports);
    }
    return { ports: sets.length === 0 ? noPorts : portUnion(sets), closedBy, openedBy };
  }
}

/** Whether a rule of a policy in this namespace is for somebody. */
export function acceptsConnection(
  { peers }: NetworkPolicyRule,
  namespace: string,
  other: Endpoint,
  namespaces: NamespaceLabels,
): boolean {
  return peers === undefined || peers.some((peer) => isPeer(peer, namespace, other, namespaces));
}

function isPeer(peer: PolicyPeer, namespace: string, other: Endpoint, namespaces: NamespaceLabels): boolean {
  if (peer.kind === "entity") return other.kind === "address" && other.entity === peer.entity;
  if (peer.kind === "block") {
    // Blocks are for what is outside: whether one takes a pod's own address depends on the plug-in, and no pod relies on it.
    if (other.kind === "pod" || other.entity !== undefined) return false;
    return other.cidrs.some((cidr) => isWithin(cidr, peer.cidr) && !peer.except.some((hole) => touches(hole, cidr)));
  }
  if (other.kind === "address") return false;
  const inNamespace =
    peer.namespaces === undefined
      ? other.namespace === namespace
      : selects(peer.namespaces, labelsOf(other, namespaces));
  return inNamespace && selects(peer.pods, other.labels);
}

function labelsOf({ namespace, namespaceLabels }: PodEndpoint, namespaces: NamespaceLabels): LabelMap {
  return namespaceLabels === undefined ? labelsIn(namespaces)(namespace) : withName(namespace, namespaceLabels);
}

/** The same few are asked about for every pair of pods. */
const labelsIn = oncePer((namespaces: NamespaceLabels) =>
  oncePerName((namespace) => withName(namespace, namespaces.get(namespace))),
);

/** The API server itself gives every namespace a label with its name. */
function withName(namespace: string, labels: LabelMap | undefined): LabelMap {
  return { ...labels, "kubernetes.io/metadata.name": namespace };
}

function isWithin(inner: string, outer: string): boolean {
  return relationOf(outer, inner) === "inside";
}

/** What is no network takes nothing, and leaves nothing out. */
function touches(left: string, other: string): boolean {
  const lie = relationOf(left, other);
  return lie === "inside" || lie === "around";
}

/** The ports that a rule opens of whoever is at the end of a connection. */
export function reachablePorts({ ports }: NetworkPolicyRule, destination: Endpoint): PortSet {
  return ports === undefined ? allPorts : portUnion(ports.map((port) => portSetOf(port, destination)));
}

function portSetOf({ protocol, port, endPort }: PolicyPort, destination: Endpoint): PortSet {
  const known = protocols.find((candidate) => candidate === protocol);
  if (known === undefined) return noPorts;
  if (port === undefined) return portRange(known, 1, 65_535);
  if (typeof port === "number") return portRange(known, port, endPort ?? port);
  if (destination.kind === "address" || !Object.hasOwn(destination.ports, port)) return noPorts;
  const container = destination.ports[port];
  return container?.protocol === known ? portRange(known, container.port, container.port) : noPorts;
}
