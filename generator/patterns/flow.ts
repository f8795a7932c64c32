import { componentLabel, controllerPods } from "../models/seldon-names.ts";
import type { Origin } from "../validate/inventory.ts";

/** One reason to let traffic through, seen from one namespace: which of its pods, to or from whom, on which ports. */
export interface Flow {
  /** Name of the policy that opens it: `to-<whom>` or `from-<whom>`. */
  readonly name: string;
  readonly why: string;
  readonly direction: "in" | "out";
  /** The pods that it concerns; every pod of the namespace where there is no choice. */
  readonly pods?: PodChoice;
  readonly peers: readonly Peer[];
  readonly ports: readonly FlowPort[];
  readonly origin: Origin;
}

/** Pods whose label has one of these values. */
export interface PodChoice {
  readonly label: string;
  readonly values: readonly string[];
}

/** Whom a flow leads to or comes from. What is not a pod is told apart, because a CNI may not know it by its address. */
export type Peer =
  | { readonly kind: "pods"; readonly namespaces: readonly string[]; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: "outside"; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: "api-server"; readonly cidrs: readonly string[] }
  | { readonly kind: "node"; readonly address: string };

export interface FlowPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

/** The pods of these components of Seldon's runtime. */
export function podsOf(...components: readonly string[]): PodChoice {
  return { label: componentLabel, values: components };
}

/** The operator's pods. */
export const operatorPods: PodChoice = { label: "control-plane", values: [controllerPods["control-plane"]] };

/** The pods of one component of Seldon's runtime, in these namespaces. */
export function componentPeer(component: string, ...namespaces: readonly string[]): Peer {
  return { kind: "pods", namespaces, labels: { [componentLabel]: component } };
}

export function tcp(...ports: readonly number[]): readonly FlowPort[] {
  return ports.map((port) => ({ port, protocol: "TCP" }));
}

export function udp(port: number): FlowPort {
  return { port, protocol: "UDP" };
}
