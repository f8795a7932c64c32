import { endpointLabel } from "./endpoint-id.ts";
import type { NetworkPolicyRules } from "./policy.ts";
import { describePorts, includesPort, type PolicyProtocol } from "./port-set.ts";
import type { Endpoint, Network } from "./reach.ts";

/** The requested port. Undefined to request all open ports. */
export type RequestedPort = { readonly port: number; readonly protocol: PolicyProtocol } | undefined;

/** Whether a connection between two endpoints is allowed, and which policies decide. */
export interface ConnectionAnswer {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
  readonly protocol?: PolicyProtocol;
  /** The requested port, such as `5000/TCP`, or otherwise the open ports. */
  readonly ports: string;
  readonly allowed: boolean;
  readonly sides: readonly ConnectionEnd[];
}

export interface ConnectionEnd {
  readonly side: "leaving" | "arriving";
  readonly namespace: string | undefined;
  readonly allowed: boolean;
  readonly openedBy: readonly string[];
  readonly closedBy: readonly string[];
}

export function connectionAnswer(
  network: Network,
  from: Endpoint,
  to: Endpoint,
  requested: RequestedPort,
): ConnectionAnswer {
  const { ports, egress, ingress } = network.reach(from, to);
  const open = (of: typeof ports): boolean =>
    requested === undefined ? describePorts(of) !== "" : includesPort(of, requested.protocol, requested.port);
  const names = (policies: readonly NetworkPolicyRules[]): readonly string[] => policies.map(({ name }) => name);
  const end = (side: ConnectionEnd["side"], endpoint: Endpoint, decision: typeof egress): ConnectionEnd => ({
    side,
    namespace: endpoint.kind === "pod" ? endpoint.namespace : undefined,
    allowed: open(decision.ports),
    openedBy: names(decision.openedBy),
    closedBy: names(decision.closedBy),
  });
  return {
    from: endpointLabel(from.id),
    to: endpointLabel(to.id),
    ...requested,
    ports: requested === undefined ? describePorts(ports) : `${requested.port}/${requested.protocol}`,
    allowed: open(ports),
    sides: [end("leaving", from, egress), end("arriving", to, ingress)],
  };
}
