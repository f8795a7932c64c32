import { memoize, memoizeByName } from "../../load/memoize.ts";
import { type LabelMap, selects } from "../../validate/label-selector.ts";
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

/** A source or destination of connections. */
export type Endpoint = PodEndpoint | AddressEndpoint;

export interface PodEndpoint {
  readonly kind: "pod";
  readonly id: EndpointId;
  readonly namespace: string;
  readonly labels: LabelMap;
  /** Labels of its namespace, if they differ from those in the network. */
  readonly namespaceLabels?: LabelMap;
  /** Container ports by name, for policies that name them. */
  readonly ports: Readonly<Record<string, { readonly port: number; readonly protocol: PolicyProtocol }>>;
}

/** An endpoint that is not a pod: an external network, the API server, a node. */
export interface AddressEndpoint {
  readonly kind: "address";
  readonly id: EndpointId;
  readonly cidrs: readonly string[];
  /** Its entity on Cilium. An ipBlock does not match it there. */
  readonly entity?: string;
}

/** The ports that policies open from one endpoint to another, and the policies that decide. */
export interface Reach {
  readonly ports: PortSet;
  readonly egress: Decision;
  readonly ingress: Decision;
}

export interface Decision {
  readonly ports: PortSet;
  /** Policies that close this direction. If empty, all ports are open. */
  readonly closedBy: readonly NetworkPolicyRules[];
  /** The policies among them that open ports. */
  readonly openedBy: readonly NetworkPolicyRules[];
}

/** Labels of namespaces, by name. For any other namespace only the name is known. */
export type NamespaceLabels = ReadonlyMap<string, LabelMap>;

/** Policies by namespace. A pod without policies is open. */
export class Network {
  readonly #policies: ReadonlyMap<string, readonly NetworkPolicyRules[]>;
  readonly #namespaces: NamespaceLabels;
  readonly #of: (pod: PodEndpoint) => readonly NetworkPolicyRules[];

  constructor(policies: Iterable<NetworkPolicyRules>, namespaces: NamespaceLabels) {
    this.#namespaces = namespaces;
    this.#policies = Map.groupBy(policies, ({ namespace }) => namespace);
    this.#of = memoize(({ namespace, labels }) =>
      (this.#policies.get(namespace) ?? []).filter(({ selector }) => selects(selector, labels)),
    );
  }

  /** Whether a namespace contains any policy. If not, all of it is open. */
  guards(namespace: string): boolean {
    return this.#policies.has(namespace);
  }

  /** The source and the destination must both allow the connection. An endpoint that is not a pod has no policies. */
  reach(from: Endpoint, to: Endpoint): Reach {
    const egress = this.#decide(from, to, "egress", to);
    const ingress = this.#decide(to, from, "ingress", to);
    return { ports: portIntersection(egress.ports, ingress.ports), egress, ingress };
  }

  #decide(endpoint: Endpoint, other: Endpoint, direction: "ingress" | "egress", destination: Endpoint): Decision {
    if (endpoint.kind === "address") return { ports: allPorts, closedBy: [], openedBy: [] };
    const closedBy = this.#of(endpoint).filter((policy) => policy.closes[direction]);
    if (closedBy.length === 0) return { ports: allPorts, closedBy, openedBy: [] };
    const openedBy: NetworkPolicyRules[] = [];
    const sets: PortSet[] = [];
    for (const policy of closedBy) {
      const open = policy[direction].filter((rule) =>
        acceptsConnection(rule, policy.namespace, other, this.#namespaces),
      );
      const ports = portUnion(open.map((rule) => reachablePorts(rule, destination)));
      if (ports.size === 0) continue;
      openedBy.push(policy);
      sets.push(ports);
    }
    return { ports: sets.length === 0 ? noPorts : portUnion(sets), closedBy, openedBy };
  }
}

/** Whether a rule of a policy in this namespace applies to the other endpoint. */
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
    // Blocks are for external addresses. Whether a block matches a pod's address depends on the plug-in, so no pod relies on it.
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

/** Every pair of pods uses the labels of the same few namespaces. */
const labelsIn = memoize((namespaces: NamespaceLabels) =>
  memoizeByName((namespace) => withName(namespace, namespaces.get(namespace))),
);

/** The API server sets a label with the name on every namespace. */
function withName(namespace: string, labels: LabelMap | undefined): LabelMap {
  return { ...labels, "kubernetes.io/metadata.name": namespace };
}

function isWithin(inner: string, outer: string): boolean {
  return relationOf(outer, inner) === "inside";
}

/** An invalid network overlaps with nothing. */
function touches(left: string, other: string): boolean {
  const relation = relationOf(left, other);
  return relation === "inside" || relation === "around";
}

/** The ports of a connection's destination that a rule opens. */
export function reachablePorts({ ports }: NetworkPolicyRule, destination: Endpoint): PortSet {
  return ports === undefined ? allPorts : portUnion(ports.map((port) => portSetOf(port, destination)));
}

function portSetOf({ protocol, port, endPort }: PolicyPort, destination: Endpoint): PortSet {
  const supported = protocols.find((candidate) => candidate === protocol);
  if (supported === undefined) return noPorts;
  if (port === undefined) return portRange(supported, 1, 65_535);
  if (typeof port === "number") return portRange(supported, port, endPort ?? port);
  if (destination.kind === "address" || !Object.hasOwn(destination.ports, port)) return noPorts;
  const container = destination.ports[port];
  return container?.protocol === supported ? portRange(supported, container.port, container.port) : noPorts;
}
