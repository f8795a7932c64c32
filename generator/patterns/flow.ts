import { flowAnnotations } from "../models/marks.ts";
import type { SeldonNames } from "../models/seldon/facts.ts";
import type { Origin } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";

/**
 * Why a flow is open: `baseline` comes with every namespace, `control` with what Seldon Core runs in it, `declared` because a
 * file asks for it. A policy whose kind is unknown counts as declared.
 */
const flowKinds = ["baseline", "control", "declared"] as const;
type FlowKind = (typeof flowKinds)[number];

/** The field that a flow follows from: of a tenant's spec, of the platform's, or of a cluster's. */
type FlowField =
  | "network.needs"
  | "network.callers"
  | "network.tenants"
  | "network.external"
  | "models"
  | "pipelines"
  | "servers"
  | "platform.seldon.tracing"
  | "cluster.network.dns"
  | "cluster.seldon.pattern";

/** The kind of flow that a rendered policy says it is for. */
function flowKindOf(policy: unknown): FlowKind {
  const written = valueAt(policy, ["metadata", "annotations", flowAnnotations.kind]);
  return flowKinds.find((kind) => kind === written) ?? "declared";
}

/** Whether a rendered policy is for a flow that a tenant's file asks for under `network`. */
export function isDeclaredByTenant(policy: unknown): boolean {
  const field = valueAt(policy, ["metadata", "annotations", flowAnnotations.field]);
  return flowKindOf(policy) === "declared" && typeof field === "string" && field.startsWith("network.");
}

/** One reason to let traffic through, seen from one namespace: which of its pods, to or from whom, on which ports. */
export interface Flow {
  readonly kind: FlowKind;
  readonly field: FlowField;
  /** Name of the policy that opens it: `to-<whom>` or `from-<whom>`. */
  readonly name: string;
  readonly why: string;
  readonly direction: "in" | "out";
  /** The pods that it concerns; every pod of the namespace where there is no choice. */
  readonly pods?: PodChoice;
  readonly peers: readonly FlowPeer[];
  readonly ports: readonly FlowPort[];
  readonly origin: Origin;
}

/** Pods whose label has one of these values. */
export interface PodChoice {
  readonly label: string;
  readonly values: readonly string[];
}

/** Whom a flow leads to or comes from. What is not a pod is told apart, because a CNI may not know it by its address. */
export type FlowPeer =
  | { readonly kind: "pods"; readonly namespaces: readonly string[]; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: "outside"; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: "api-server"; readonly cidrs: readonly string[] }
  | { readonly kind: "node"; readonly address: string };

export interface FlowPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

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
