import type { Manifest } from "../manifests/manifest.ts";
import { exceptionsCoverBlock, networkOf, relationOf } from "./cidr.ts";
import { type NetworkPolicyRule, type NetworkPolicyRules, networkPolicies, type PolicyPeer } from "./policy.ts";
import { allPorts, type PortSet, portRange, portUnion, protocols } from "./port-set.ts";
import { unselectedPods } from "./unselected-pods.ts";

/** One opening in a tenant's namespace boundary, to or from pods of other namespaces, whatever labels these pods have. */
export interface NamespaceBoundary {
  readonly tenant: string;
  readonly direction: "ingress" | "egress";
  /** Selects the tenant's pods that it applies to. */
  readonly pods: unknown;
  /** Selects the namespaces at the other end. Undefined for all of them. */
  readonly namespaces: unknown;
  /** Selects the pods at the other end. Undefined for all of them. */
  readonly others: unknown;
  readonly ports: PortSet;
  /** The policy that opens it, and the path in it. Undefined if no policy closes these pods. */
  readonly by: { readonly manifest: Manifest; readonly path: readonly (string | number)[] } | undefined;
}

/** Facts about the cluster that its policies do not contain. */
export interface ClusterBoundaries {
  readonly tenants: ReadonlySet<string>;
  /** The networks in which plug-ins match pods by their address. Empty if they never do. */
  readonly podNetworks: readonly string[];
}

/**
 * Every opening of every tenant. For each tenant whose Namespace is among the manifests, this includes the pods that no policy
 * closes.
 */
export function namespaceBoundaries(
  manifests: readonly Manifest[],
  boundaries: ClusterBoundaries,
): readonly NamespaceBoundary[] {
  const openings: NamespaceBoundary[] = [];
  const complete = new Set<string>();
  const closing = { ingress: new Map<string, unknown[]>(), egress: new Map<string, unknown[]>() };
  for (const manifest of manifests) {
    const { namespace = "" } = manifest;
    // For a folder that is meant for a cluster, the policies already in the namespace are unknown: its Namespace has no tenant.
    if (manifest.kind === "Namespace" && manifest.tenant === manifest.name) complete.add(manifest.name);
    if (!boundaries.tenants.has(namespace)) continue;
    for (const policy of networkPolicies([manifest.object])) {
      for (const direction of directions) {
        if (policy.closes[direction]) appendTo(closing[direction], namespace, policy.selector);
        openings.push(...openingsIn(manifest, policy, direction, boundaries));
      }
    }
  }
  for (const tenant of complete)
    for (const direction of directions)
      for (const pods of unselectedPods(closing[direction].get(tenant) ?? []))
        openings.push({ ...unrestricted, pods, tenant, direction, by: undefined });
  return openings;
}

const directions = ["ingress", "egress"] as const;
const unrestricted = { namespaces: undefined, others: undefined, ports: allPorts } as const;

function openingsIn(
  manifest: Manifest,
  policy: NetworkPolicyRules,
  direction: NamespaceBoundary["direction"],
  boundaries: ClusterBoundaries,
): readonly NamespaceBoundary[] {
  const field = direction === "ingress" ? "from" : "to";
  return policy[direction].flatMap((rule, index) => {
    const opening = { tenant: policy.namespace, direction, pods: policy.selector, ports: possiblePorts(rule) };
    const path = ["spec", direction, index];
    if (rule.peers === undefined)
      return [{ ...opening, namespaces: undefined, others: undefined, by: { manifest, path } }];
    return rule.peers.flatMap((peer, position) => {
      const otherEnd = peerNamespaces(peer, boundaries);
      return otherEnd === undefined
        ? []
        : [{ ...opening, ...otherEnd, by: { manifest, path: [...path, field, position] } }];
    });
  });
}

/** The other end of a peer. Undefined if the peer is in the policy's namespace, or not a pod. */
function peerNamespaces(
  peer: PolicyPeer,
  { podNetworks }: ClusterBoundaries,
): Pick<NamespaceBoundary, "namespaces" | "others"> | undefined {
  if (peer.kind === "entity") return undefined;
  if (peer.kind === "pods")
    return peer.namespaces === undefined || peer.namespaces === null
      ? undefined
      : { namespaces: peer.namespaces, others: peer.pods };
  const block = networkOf(peer.cidr);
  if (block === undefined) return undefined;
  const holes = peer.except.flatMap((value) => networkOf(value) ?? []);
  const reached = podNetworks.some((pods) => {
    const shared = sharedBy(pods, block);
    return shared !== undefined && !exceptionsCoverBlock(shared, holes);
  });
  return reached ? { namespaces: undefined, others: undefined } : undefined;
}

/** The smaller of two networks if one contains the other. */
function sharedBy(left: string, other: string): string | undefined {
  const relation = relationOf(left, other);
  return relation === "inside" ? other : relation === "around" ? left : undefined;
}

/** The ports that a rule can open. A named port can be any port: the pod decides its number. */
function possiblePorts({ ports }: NetworkPolicyRule): PortSet {
  if (ports === undefined) return allPorts;
  return portUnion(
    ports.map(({ protocol, port, endPort }) => {
      const supported = protocols.find((candidate) => candidate === protocol);
      if (supported === undefined) return new Map();
      return typeof port === "number" ? portRange(supported, port, endPort ?? port) : portRange(supported, 1, 65_535);
    }),
  );
}

/** Adds a value to the list of a key. */
export function appendTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
