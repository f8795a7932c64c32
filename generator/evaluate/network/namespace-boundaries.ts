import type { Manifest } from "../manifests/manifest.ts";
import { exceptionsCoverBlock, networkOf, relationOf } from "./cidr.ts";
import { openEndpoints } from "./open-endpoints.ts";
import { type NetworkPolicyRule, type NetworkPolicyRules, networkPolicies, type PolicyPeer } from "./policy.ts";
import { allPorts, type PortSet, portRange, portUnion, protocols } from "./port-set.ts";

/** One way through a tenant's border to or from pods of other namespaces, whatever labels anybody gives his pods. */
export interface NamespaceBoundary {
  readonly tenant: string;
  readonly direction: "ingress" | "egress";
  /** Selects the tenant's pods that it is for. */
  readonly pods: unknown;
  /** Selects the namespaces that it leads to or from; nothing for all of them. */
  readonly namespaces: unknown;
  /** Selects the pods there; nothing for all of them. */
  readonly others: unknown;
  readonly ports: PortSet;
  /** The policy that opens it, and where; nothing where no policy closes these pods. */
  readonly by: { readonly manifest: Manifest; readonly path: readonly (string | number)[] } | undefined;
}

/** What is known of the cluster beside its policies. */
export interface NamespaceBoundaries {
  readonly tenants: ReadonlySet<string>;
  /** Where plug-ins match pods by their address; none where they never do. */
  readonly podNetworks: readonly string[];
}

/** Every gate of every tenant, and of each whose Namespace is here the pods that no policy closes. */
export function namespaceBoundaries(
  manifests: readonly Manifest[],
  borders: NamespaceBoundaries,
): readonly NamespaceBoundary[] {
  const gates: NamespaceBoundary[] = [];
  const whole = new Set<string>();
  const closing = { ingress: new Map<string, unknown[]>(), egress: new Map<string, unknown[]>() };
  for (const manifest of manifests) {
    const { namespace = "" } = manifest;
    // Of a folder that is meant for a cluster nobody knows which policies are there already: its Namespace is no tenant's.
    if (manifest.kind === "Namespace" && manifest.tenant === manifest.name) whole.add(manifest.name);
    if (!borders.tenants.has(namespace)) continue;
    for (const policy of networkPolicies([manifest.object])) {
      for (const direction of directions) {
        if (policy.closes[direction]) appendTo(closing[direction], namespace, policy.selector);
        gates.push(...gatesIn(manifest, policy, direction, borders));
      }
    }
  }
  for (const tenant of whole)
    for (const direction of directions)
      for (const pods of openEndpoints(closing[direction].get(tenant) ?? []))
        gates.push({ ...everybody, pods, tenant, direction, by: undefined });
  return gates;
}

const directions = ["ingress", "egress"] as const;
const everybody = { namespaces: undefined, others: undefined, ports: allPorts } as const;

function gatesIn(
  manifest: Manifest,
  policy: NetworkPolicyRules,
  direction: NamespaceBoundary["direction"],
  borders: NamespaceBoundaries,
): readonly NamespaceBoundary[] {
  const field = direction === "ingress" ? "from" : "to";
  return policy[direction].flatMap((rule, index) => {
    const gate = { tenant: policy.namespace, direction, pods: policy.selector, ports: looseFor(rule) };
    const path = ["spec", direction, index];
    if (rule.peers === undefined)
      return [{ ...gate, namespaces: undefined, others: undefined, by: { manifest, path } }];
    return rule.peers.flatMap((peer, position) => {
      const led = leadsTo(peer, borders);
      return led === undefined ? [] : [{ ...gate, ...led, by: { manifest, path: [...path, field, position] } }];
    });
  });
}

/** Nothing where a peer is of the own namespace, or no pod. */
function leadsTo(
  peer: PolicyPeer,
  { podNetworks }: NamespaceBoundaries,
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

/** Of two networks that are not apart, the smaller. */
function sharedBy(left: string, other: string): string | undefined {
  const lie = relationOf(left, other);
  return lie === "inside" ? other : lie === "around" ? left : undefined;
}

/** A name can be any port's: whoever runs the pod says which. */
function looseFor({ ports }: NetworkPolicyRule): PortSet {
  if (ports === undefined) return allPorts;
  return portUnion(
    ports.map(({ protocol, port, endPort }) => {
      const known = protocols.find((candidate) => candidate === protocol);
      if (known === undefined) return new Map();
      return typeof port === "number" ? portRange(known, port, endPort ?? port) : portRange(known, 1, 65_535);
    }),
  );
}

/** Adds to the list that a key has. */
export function appendTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}
