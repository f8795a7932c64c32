import type { Origin } from "../validate/inventory.ts";

/** One reason to let traffic through, seen from a tenant's namespace: which of its pods, to or from whom, on which ports. */
export interface Flow {
  /** Name of the policy that opens it: `to-<whom>` or `from-<whom>`. */
  readonly name: string;
  readonly why: string;
  readonly direction: "in" | "out";
  /** Components of Seldon whose pods it concerns; none stands for every pod of the namespace. */
  readonly components: readonly string[];
  readonly peers: readonly Peer[];
  readonly ports: readonly FlowPort[];
  readonly origin: Origin;
}

/** Whom a flow leads to or comes from. What is not a pod is told apart, because a CNI may not know it by its address. */
export type Peer =
  | { readonly kind: "pods"; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: "outside"; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: "api-server"; readonly cidrs: readonly string[] }
  | { readonly kind: "node"; readonly address: string };

export interface FlowPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

export function tcp(port: number): FlowPort {
  return { port, protocol: "TCP" };
}

export function udp(port: number): FlowPort {
  return { port, protocol: "UDP" };
}
