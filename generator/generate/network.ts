import { defined } from "../models/defined.ts";
import { CiliumNetworkPolicy, NetworkPolicy } from "../models/kubernetes-classes.ts";
import { flowAnnotations, tenantLabel, whyAnnotation } from "../models/marks.ts";
import type { CiliumEntity, Flow, FlowPeer, PodChoice } from "../patterns/flow.ts";
import { networkOfOne } from "../validate/address-ranges.ts";
import type { ClusterEntry, Origin } from "../validate/inventory.ts";
import { tenantFlows } from "./flows.ts";
import { type Generated, metadata, type ObjectPlace, syncOrder, type TenantScope } from "./scope.ts";

/** The baseline policies of every namespace, and one policy for each flow. */
export function networkObjects(scope: TenantScope): readonly Generated[] {
  return policiesForFlows(scope, tenantFlows(scope), scope.tenant.at());
}

/** The policies of a namespace that deny all traffic except these flows. */
export function policiesForFlows(
  scope: { readonly cluster: ClusterEntry; readonly place: ObjectPlace },
  opened: readonly Flow[],
  origin: Origin,
): readonly Generated[] {
  return [...baseline(scope, origin), ...opened.map((flow) => policyForFlow(scope, flow))];
}

/** Denies all traffic in and out, and allows traffic within the namespace. */
function baseline(scope: { readonly place: ObjectPlace }, origin: Origin): readonly Generated[] {
  const policy = (name: string, rules: NonNullable<NetworkPolicy["spec"]>): Generated => ({
    object: new NetworkPolicy({
      metadata: metadata(scope, name, { annotations: { [flowAnnotations.kind]: "baseline" } }),
      spec: rules,
    }),
    origin,
    sync: { order: syncOrder.guardrail },
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

function policyForFlow(scope: { readonly cluster: ClusterEntry; readonly place: ObjectPlace }, flow: Flow): Generated {
  // On Cilium an ipBlock matches neither the API server nor nodes, because Cilium treats them as entities.
  const byEntity =
    scope.cluster.spec.network.cni === "cilium" && flow.peers.some((peer) => entitiesOf(peer).length > 0);
  const meta = metadata(scope, flow.name, {
    annotations: {
      [flowAnnotations.kind]: flow.kind,
      [flowAnnotations.field]: flow.field,
      [whyAnnotation]: flow.why,
    },
  });
  const object = byEntity
    ? new CiliumNetworkPolicy({ metadata: meta, spec: ciliumSpec(flow) })
    : new NetworkPolicy({ metadata: meta, spec: spec(flow) });
  return { object, origin: flow.origin, sync: { order: syncOrder.guardrail } };
}

function spec(flow: Flow): NonNullable<NetworkPolicy["spec"]> {
  const peers = flow.peers.flatMap(peerRules);
  const ports = flow.ports.map(({ port, endPort, protocol }) => ({ port, ...defined({ endPort }), protocol }));
  const everyone = flow.direction === "in" && flow.peers.some(isEveryone);
  // Kubernetes allows every peer if a rule has none, and every port if a rule has none.
  if ((peers.length === 0 && !everyone) || ports.length === 0)
    throw new Error(`flow ${flow.name} has no peers or no ports`);
  const from = everyone ? {} : { from: peers };
  return flow.direction === "in"
    ? { podSelector: selector(flow.pods), policyTypes: ["Ingress"], ingress: [{ ...from, ports }] }
    : { podSelector: selector(flow.pods), policyTypes: ["Egress"], egress: [{ to: peers, ports }] };
}

type PeerRule = NonNullable<
  NonNullable<NonNullable<NonNullable<NetworkPolicy["spec"]>["egress"]>[number]["to"]>
>[number];

function peerRules(peer: FlowPeer): readonly PeerRule[] {
  switch (peer.kind) {
    case "pods": {
      // The API server sets this label on every namespace. A user could forget any other label.
      const namespaceSelector = selector({ label: "kubernetes.io/metadata.name", values: peer.namespaces });
      return [
        Object.keys(peer.labels).length > 0
          ? { namespaceSelector, podSelector: { matchLabels: peer.labels } }
          : { namespaceSelector },
      ];
    }
    case "tenants":
      return [
        {
          namespaceSelector: { matchExpressions: [{ key: tenantLabel, operator: "Exists" }] },
          ...(Object.keys(peer.labels).length > 0 ? { podSelector: { matchLabels: peer.labels } } : {}),
        },
      ];
    case "everyone":
    case "hosts":
      return [];
    case "outside":
      return [{ ipBlock: { cidr: peer.cidr, ...(peer.except.length > 0 ? { except: [...peer.except] } : {}) } }];
    case "api-server":
    case "nodes":
      return peer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    case "node":
      return [{ ipBlock: { cidr: networkOfOne(peer.address) } }];
  }
}

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values: string[] }[];
}

function selector(choice: PodChoice | undefined): Selector {
  if (choice === undefined) return {};
  if ("labels" in choice) return { matchLabels: { ...choice.labels } };
  const [only, ...others] = choice.values;
  if (only !== undefined && others.length === 0) return { matchLabels: { [choice.label]: only } };
  return { matchExpressions: [{ key: choice.label, operator: "In", values: [...choice.values] }] };
}

function ciliumSpec(flow: Flow): NonNullable<CiliumNetworkPolicy["spec"]> {
  const ports = flow.ports.map(({ port, endPort, protocol }) => ({
    port: String(port),
    ...defined({ endPort }),
    protocol,
  }));
  const entities = [...new Set(flow.peers.flatMap(entitiesOf))];
  const endpointSelector = ciliumSelector(flow.pods);
  const toPorts = [{ ports }];
  return flow.direction === "in"
    ? { endpointSelector, ingress: [{ fromEntities: entities, toPorts }] }
    : { endpointSelector, egress: [{ toEntities: entities, toPorts }] };
}

function ciliumSelector(
  choice: PodChoice | undefined,
): NonNullable<NonNullable<CiliumNetworkPolicy["spec"]>["endpointSelector"]> {
  if (choice === undefined) return {};
  if ("labels" in choice) return { matchLabels: { ...choice.labels } };
  const [only, ...others] = choice.values;
  if (only !== undefined && others.length === 0) return { matchLabels: { [choice.label]: only } };
  return { matchExpressions: [{ key: choice.label, operator: "In", values: [...choice.values] }] };
}

function isEveryone({ kind }: FlowPeer): boolean {
  return kind === "everyone" || kind === "hosts";
}

/** The entities by which Cilium knows a peer, never by its addresses. Empty for all other peers. */
function entitiesOf(peer: FlowPeer): readonly CiliumEntity[] {
  switch (peer.kind) {
    case "hosts":
      return peer.entities;
    case "api-server":
      return ["kube-apiserver"];
    case "node":
      return ["host"];
    case "nodes":
      return ["host", "remote-node"];
    default:
      return [];
  }
}
