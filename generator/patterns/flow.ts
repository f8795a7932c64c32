import { flowAnnotations } from "../models/marks.ts";
import type { SeldonNames } from "../models/seldon/facts.ts";
import type { Origin } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";

/**
 * The reason of a flow: every namespace has the `baseline` flows, `control` flows are for Seldon Core's own traffic, and a
 * file requests the `declared` flows. A policy of an unknown kind counts as declared.
 */
const flowKinds = ["baseline", "control", "declared"] as const;
type FlowKind = (typeof flowKinds)[number];

/** The field that a flow is derived from: in the spec of a tenant, of the platform, or of a cluster. */
type FlowField =
  | "network.needs"
  | "network.callers"
  | "network.tenants"
  | "network.external"
  | "routes"
  | "models"
  | "pipelines"
  | "servers"
  | "platform.seldon.tracing"
  | "cluster.addons"
  | "cluster.network.dns"
  | "cluster.seldon.pattern";

/** The kind of flow in the annotation of a rendered policy. */
function flowKindOf(policy: unknown): FlowKind {
  const annotation = valueAt(policy, ["metadata", "annotations", flowAnnotations.kind]);
  return flowKinds.find((kind) => kind === annotation) ?? "declared";
}

/** Whether a rendered policy is for a flow that a tenant's file requests under `network`. */
export function isDeclaredByTenant(policy: unknown): boolean {
  const field = valueAt(policy, ["metadata", "annotations", flowAnnotations.field]);
  return (
    flowKindOf(policy) === "declared" &&
    typeof field === "string" &&
    (field === "routes" || field.startsWith("network."))
  );
}

/** One kind of allowed traffic of a namespace: its pods, the peers, the ports, and the reason. */
export interface Flow {
  readonly kind: FlowKind;
  readonly field: FlowField;
  /** Name of the policy that allows it: `to-<peer>` or `from-<peer>`. */
  readonly name: string;
  readonly why: string;
  readonly direction: "in" | "out";
  /** The pods of the namespace that it applies to. Every pod if omitted. */
  readonly pods?: PodChoice;
  readonly peers: readonly FlowPeer[];
  readonly ports: readonly FlowPort[];
  readonly origin: Origin;
}

/** Pods whose label has one of these values, or pods with all of these labels. */
export type PodChoice =
  | { readonly label: string; readonly values: readonly string[] }
  | { readonly labels: Readonly<Record<string, string>> };

/**
 * The destination or source of a flow. Peers other than pods have separate kinds, because a CNI may not match them by
 * address.
 */
export type FlowPeer =
  | { readonly kind: "pods"; readonly namespaces: readonly string[]; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: "tenants"; readonly labels: Readonly<Record<string, string>> }
  /** Every source, in the cluster and outside it. */
  | { readonly kind: "everyone" }
  /**
   * Sources that have an entity on Cilium. On other CNIs a policy cannot name them: behind an overlay, a node sends from its
   * tunnel address, which is among the addresses of pods. Every source is then allowed.
   */
  | { readonly kind: "hosts"; readonly entities: readonly CiliumEntity[] }
  /** Nodes as destinations. */
  | { readonly kind: "nodes"; readonly cidrs: readonly string[] }
  | { readonly kind: "outside"; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: "api-server"; readonly cidrs: readonly string[] }
  | { readonly kind: "node"; readonly address: string };

export type CiliumEntity = "kube-apiserver" | "host" | "remote-node";

export interface FlowPort {
  readonly port: number;
  /** The last port of a range that begins with `port`. */
  readonly endPort?: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

/** Every TCP port. */
export const everyTcpPort: FlowPort = { port: 1, endPort: 65_535, protocol: "TCP" };

/** The pods of these components of Seldon's runtime. */
export function podsOf({ componentLabel }: SeldonNames, ...components: readonly string[]): PodChoice {
  return { label: componentLabel, values: components };
}

/** The operator's pods. */
export function operatorPods({ controllerPods }: SeldonNames): PodChoice {
  const [[label, value] = ["", ""]] = Object.entries(controllerPods);
  return { label, values: [value] };
}

/** The pods of one component of Seldon's runtime, in these namespaces. */
export function componentPeer(
  { componentLabel }: SeldonNames,
  component: string,
  ...namespaces: readonly string[]
): FlowPeer {
  return { kind: "pods", namespaces, labels: { [componentLabel]: component } };
}

export function tcp(...ports: readonly number[]): readonly FlowPort[] {
  return ports.map((port) => ({ port, protocol: "TCP" }));
}

export function udp(port: number): FlowPort {
  return { port, protocol: "UDP" };
}
