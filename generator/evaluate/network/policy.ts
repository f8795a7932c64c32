import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { isMap, type RawMap, valueAt } from "../../validate/merge.ts";
import { listAt, mapAt, numberAt, scalarText, textAt } from "../manifests/reading.ts";

/** A policy of any supported kind, in one form: the pods that it selects, and the connections that it allows. */
export interface NetworkPolicyRules {
  readonly namespace: string;
  readonly name: string;
  /** Selects pods of its namespace, as Kubernetes stores it. */
  readonly selector: unknown;
  /** The directions that it closes, except for its rules. */
  readonly closes: { readonly ingress: boolean; readonly egress: boolean };
  readonly ingress: readonly NetworkPolicyRule[];
  readonly egress: readonly NetworkPolicyRule[];
}

export interface NetworkPolicyRule {
  /** Undefined means every peer. */
  readonly peers: readonly PolicyPeer[] | undefined;
  /** Undefined means every port of every protocol. */
  readonly ports: readonly PolicyPort[] | undefined;
}

export type PolicyPeer =
  | { readonly kind: "pods"; readonly namespaces: unknown; readonly pods: unknown }
  | { readonly kind: "block"; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: "entity"; readonly entity: string };

export interface PolicyPort {
  readonly protocol: string;
  /** A number, or the name of a container port. Undefined means all ports of the protocol. */
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
}

/** The policies among these objects. A field that this code does not support opens nothing. */
export function networkPolicies(objects: Iterable<KubernetesObject>): readonly NetworkPolicyRules[] {
  const found: NetworkPolicyRules[] = [];
  for (const object of objects) {
    // Handle a typed object as a plain map.
    const data: unknown = object;
    if (!isMap(data)) continue;
    if (object.kind === "NetworkPolicy" && object.apiVersion.startsWith("networking.k8s.io/"))
      found.push(standard(data));
    if (object.kind === "CiliumNetworkPolicy" && object.apiVersion.startsWith("cilium.io/")) found.push(cilium(data));
  }
  return found;
}

/** If policyTypes is absent or empty, it means Ingress, and also Egress if the policy has egress rules. */
function standard(object: RawMap): NetworkPolicyRules {
  const spec = mapAt(object, "spec");
  const types = listAt(spec, "policyTypes");
  const egress = listAt(spec, "egress");
  const closes =
    types.length > 0
      ? { ingress: types.includes("Ingress"), egress: types.includes("Egress") }
      : { ingress: true, egress: egress.length > 0 };
  return {
    ...policyIdentity(object),
    selector: spec["podSelector"] ?? {},
    closes,
    ingress: closes.ingress ? listAt(spec, "ingress").map((rule) => standardRule(rule, "from")) : [],
    egress: closes.egress ? egress.map((rule) => standardRule(rule, "to")) : [],
  };
}

function standardRule(rule: unknown, side: "from" | "to"): NetworkPolicyRule {
  const peers = listAt(rule, side);
  const ports = listAt(rule, "ports");
  return {
    peers: peers.length > 0 ? peers.map(standardPeer) : undefined,
    ports: ports.length > 0 ? ports.map(standardPort) : undefined,
  };
}

/** Both selectors of one element must match. Without a namespaceSelector the peer is in the policy's own namespace. */
function standardPeer(peer: unknown): PolicyPeer {
  const block = valueAt(peer, ["ipBlock"]);
  if (isMap(block)) {
    return {
      kind: "block",
      cidr: scalarText(block["cidr"]),
      except: listAt(block, "except").map(scalarText),
    };
  }
  return {
    kind: "pods",
    namespaces: valueAt(peer, ["namespaceSelector"]),
    pods: valueAt(peer, ["podSelector"]) ?? {},
  };
}

function standardPort(port: unknown): PolicyPort {
  return {
    protocol: textAt(port, "protocol") ?? "TCP",
    port: numberAt(port, "port") ?? textAt(port, "port"),
    endPort: numberAt(port, "endPort"),
  };
}

/** Supports only what the generator writes: entities as peers. In Cilium a policy with rules of a direction closes it. */
function cilium(object: RawMap): NetworkPolicyRules {
  const spec = mapAt(object, "spec");
  const [ingress, egress] = [listAt(spec, "ingress"), listAt(spec, "egress")];
  return {
    ...policyIdentity(object),
    selector: spec["endpointSelector"] ?? {},
    closes: { ingress: ingress.length > 0, egress: egress.length > 0 },
    ingress: ingress.map((rule) => ciliumRule(rule, "fromEntities")),
    egress: egress.map((rule) => ciliumRule(rule, "toEntities")),
  };
}

function ciliumRule(rule: unknown, side: "fromEntities" | "toEntities"): NetworkPolicyRule {
  return {
    peers: listAt(rule, side).map((entity) => ({ kind: "entity" as const, entity: scalarText(entity) })),
    ports: ciliumPorts(rule),
  };
}

function ciliumPorts(rule: unknown): readonly PolicyPort[] | undefined {
  const all = listAt(rule, "toPorts").flatMap((port) => listAt(port, "ports"));
  if (all.length === 0) return undefined;
  return all.map((port) => {
    const { protocol, port: name } = standardPort(port);
    const number = Number(name);
    return { protocol, port: Number.isInteger(number) ? number : name, endPort: undefined };
  });
}

function policyIdentity(object: RawMap): Pick<NetworkPolicyRules, "namespace" | "name"> {
  const text = (key: string): string => textAt(object, "metadata", key) ?? "";
  return { namespace: text("namespace"), name: text("name") };
}
