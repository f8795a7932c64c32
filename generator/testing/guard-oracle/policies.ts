import { at, entriesAt, isData, listIn, type Rendered, textIn } from "./rendered.ts";

export type Direction = "ingress" | "egress";

/** Pods by selector (without a namespaceSelector: in the policy's namespace), addresses, or a Cilium entity. */
export type Peer =
  | { readonly kind: "pods"; readonly namespaces: unknown; readonly pods: unknown }
  | { readonly kind: "block"; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: "entity"; readonly name: string };

export interface Rule {
  /** Undefined means every peer. */
  readonly peers: readonly Peer[] | undefined;
  /** Undefined means every port. */
  readonly ports: readonly Port[] | undefined;
}

export interface Port {
  readonly protocol: string;
  /** Without a number and a name, it means every port of the protocol. */
  readonly from?: number;
  readonly to?: number;
  readonly name?: string;
}

export interface Policy {
  readonly namespace: string;
  readonly selector: unknown;
  readonly rules: Readonly<Record<Direction, readonly Rule[] | undefined>>;
}

export function isPolicy({ kind }: Rendered): boolean {
  return kind === "NetworkPolicy" || kind === "CiliumNetworkPolicy";
}

/** A policy as Kubernetes documents it. It does not isolate a direction without rules. Undefined for an unsupported policy. */
export function policyOf({ kind, namespace, data }: Rendered): Policy | undefined {
  const spec = at(data, "spec");
  if (kind === "CiliumNetworkPolicy") return isPlainCilium(data) ? ciliumPolicy(namespace, spec) : undefined;
  const written = listIn(spec, "policyTypes");
  const types = written.length > 0 ? written : ["Ingress", ...(listIn(spec, "egress").length > 0 ? ["Egress"] : [])];
  return {
    namespace,
    selector: at(spec, "podSelector"),
    rules: {
      ingress: types.includes("Ingress") ? listIn(spec, "ingress").map((value) => ruleOf(value, "from")) : undefined,
      egress: types.includes("Egress") ? listIn(spec, "egress").map((value) => ruleOf(value, "to")) : undefined,
    },
  };
}

function ruleOf(rule: unknown, side: "from" | "to"): Rule {
  const peers = listIn(rule, side);
  const ports = listIn(rule, "ports");
  return {
    peers: peers.length === 0 ? undefined : peers.map(peerOf),
    ports: ports.length === 0 ? undefined : ports.map(portOf),
  };
}

function peerOf(peer: unknown): Peer {
  const cidr = textIn(peer, "ipBlock", "cidr");
  if (cidr === undefined)
    return { kind: "pods", namespaces: at(peer, "namespaceSelector"), pods: at(peer, "podSelector") ?? {} };
  return { kind: "block", cidr, except: listIn(peer, "ipBlock", "except").map(String) };
}

function portOf(value: unknown): Port {
  const protocol = textIn(value, "protocol") ?? "TCP";
  const port = at(value, "port");
  if (port === undefined) return { protocol };
  if (typeof port === "number") return { protocol, from: port, to: Number(at(value, "endPort") ?? port) };
  return { protocol, name: String(port) };
}

/** Whether the policy has only the fields that the generator writes: egress to entities, on ports. */
function isPlainCilium(data: unknown): boolean {
  const spec = at(data, "spec");
  return (
    isData(spec) &&
    at(data, "specs") === undefined &&
    Object.keys(spec).every((key) => key === "endpointSelector" || key === "egress") &&
    listIn(spec, "egress").every((rule) =>
      entriesAt(rule).every(([key]) => key === "toEntities" || key === "toPorts"),
    ) &&
    listIn(spec, "egress").every((rule) =>
      listIn(rule, "toPorts").every((port) => entriesAt(port).every(([key]) => key === "ports")),
    )
  );
}

function ciliumPolicy(namespace: string, spec: unknown): Policy {
  const egress = listIn(spec, "egress").map((rule): Rule => {
    const entities = at(rule, "toEntities");
    const ports =
      at(rule, "toPorts") === undefined ? undefined : listIn(rule, "toPorts").flatMap((port) => listIn(port, "ports"));
    return {
      peers: Array.isArray(entities)
        ? entities.map((name): Peer => ({ kind: "entity", name: String(name) }))
        : undefined,
      ports: ports?.flatMap(ciliumPorts),
    };
  });
  return { namespace, selector: at(spec, "endpointSelector"), rules: { ingress: undefined, egress } };
}

function ciliumPorts(value: unknown): readonly Port[] {
  const protocol = textIn(value, "protocol") ?? "ANY";
  const port = Number(at(value, "port"));
  return (protocol === "ANY" ? ["TCP", "UDP", "SCTP"] : [protocol]).map((each) => ({
    protocol: each,
    from: port,
    to: port,
  }));
}
