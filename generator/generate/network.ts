import { CiliumNetworkPolicy } from "@kubernetes-models/cilium/cilium.io/v2/CiliumNetworkPolicy";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { componentLabel } from "../models/seldon-names.ts";
import type { Flow, Peer } from "../patterns/flow.ts";
import { flows } from "./flows.ts";
import { type Generated, metadata, type TenantScope, wave } from "./scope.ts";

/** What every namespace gets before any flow is opened, and then one small policy for each flow. */
export function network(scope: TenantScope): readonly Generated[] {
  return [...baseline(scope), ...flows(scope).map((flow) => open(scope, flow))];
}

/** Nothing in, nothing out, but within the namespace. */
function baseline(scope: TenantScope): readonly Generated[] {
  const origin = scope.tenant.at();
  const policy = (name: string, spec: NonNullable<NetworkPolicy["spec"]>): Generated => ({
    object: new NetworkPolicy({ metadata: metadata(scope, name, { wave: wave.guardrail }), spec }),
    origin,
  });
  return [
    policy("default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
    policy("same-namespace", {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [{ to: [{ podSelector: {} }] }],
    }),
  ];
}

function open(scope: TenantScope, flow: Flow): Generated {
  // On Cilium an ipBlock matches neither the API server nor nodes: they are entities there, not addresses.
  const byEntity = scope.cluster.spec.network.cni === "cilium" && flow.peers.some(isEntity);
  const meta = metadata(scope, flow.name, { wave: wave.guardrail, annotations: { "tenantry.dev/why": flow.why } });
  const object = byEntity
    ? new CiliumNetworkPolicy({ metadata: meta, spec: ciliumSpec(flow) })
    : new NetworkPolicy({ metadata: meta, spec: spec(flow) });
  return { object, origin: flow.origin };
}

function spec(flow: Flow): NonNullable<NetworkPolicy["spec"]> {
  const peers = flow.peers.flatMap(peerRules);
  const ports = flow.ports.map(({ port, protocol }) => ({ port, protocol }));
  return flow.direction === "in"
    ? { podSelector: selector(flow.components), policyTypes: ["Ingress"], ingress: [{ from: peers, ports }] }
    : { podSelector: selector(flow.components), policyTypes: ["Egress"], egress: [{ to: peers, ports }] };
}

type PeerRule = NonNullable<
  NonNullable<NonNullable<NonNullable<NetworkPolicy["spec"]>["egress"]>[number]["to"]>
>[number];

function peerRules(peer: Peer): readonly PeerRule[] {
  switch (peer.kind) {
    case "pods": {
      // The API server itself sets this label on every namespace; any other is somebody's to forget.
      const namespaceSelector = { matchLabels: { "kubernetes.io/metadata.name": peer.namespace } };
      return [
        Object.keys(peer.labels).length > 0
          ? { namespaceSelector, podSelector: { matchLabels: peer.labels } }
          : { namespaceSelector },
      ];
    }
    case "outside":
      return [{ ipBlock: { cidr: peer.cidr, ...(peer.except.length > 0 ? { except: [...peer.except] } : {}) } }];
    case "api-server":
      return peer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    case "node":
      return [{ ipBlock: { cidr: `${peer.address}/${peer.address.includes(":") ? 128 : 32}` } }];
  }
}

function selector(components: readonly string[]): {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values: string[] }[];
} {
  const [only, ...others] = components;
  if (only === undefined) return {};
  if (others.length === 0) return { matchLabels: { [componentLabel]: only } };
  return { matchExpressions: [{ key: componentLabel, operator: "In", values: [...components] }] };
}

function ciliumSpec(flow: Flow): NonNullable<CiliumNetworkPolicy["spec"]> {
  const ports = flow.ports.map(({ port, protocol }) => ({ port: String(port), protocol }));
  const entities = [
    ...new Set(
      flow.peers.map((peer) => (peer.kind === "api-server" ? ("kube-apiserver" as const) : ("host" as const))),
    ),
  ];
  return {
    endpointSelector: ciliumSelector(flow.components),
    egress: [{ toEntities: entities, toPorts: [{ ports }] }],
  };
}

function ciliumSelector(
  components: readonly string[],
): NonNullable<NonNullable<CiliumNetworkPolicy["spec"]>["endpointSelector"]> {
  const [only, ...others] = components;
  if (only === undefined) return {};
  if (others.length === 0) return { matchLabels: { [componentLabel]: only } };
  return { matchExpressions: [{ key: componentLabel, operator: "In", values: [...components] }] };
}

function isEntity(peer: Peer): boolean {
  return peer.kind === "api-server" || peer.kind === "node";
}
