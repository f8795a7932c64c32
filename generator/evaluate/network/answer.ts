import { endpointLabel } from "./endpoint-id.ts";
import type { NetworkPolicyRules } from "./policy.ts";
import { describePorts, includesPort, type PolicyProtocol } from "./port-set.ts";
import type { Endpoint, Network } from "./reach.ts";

/** The port that is asked about; nothing for whichever are open. */
export type RequestedPort = { readonly port: number; readonly protocol: PolicyProtocol } | undefined;

/** Whether somebody is let through to somebody, and by which policies. */
export interface ConnectionAnswer {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
  readonly protocol?: PolicyProtocol;
  /** What was asked about: `5000/TCP`; or what is open. */
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
  asked: RequestedPort,
): ConnectionAnswer {
  const { ports, egress, ingress } = network.reach(from, to);
  const open = (of: typeof ports): boolean =>
    asked === undefined ? describePorts(of) !== "" : includesPort(of, asked.protocol, asked.port);
  const names = (policies: readonly NetworkPolicyRules[]): readonly string[] => policies.map(({ name }) => name);
  const side = (what: ConnectionEnd["side"], own: Endpoint, decision: typeof egress): ConnectionEnd => ({
    side: what,
    namespace: own.kind === "pod" ? own.namespace : undefined,
    allowed: open(decision.ports),
    openedBy: names(decision.openedBy),
    closedBy: names(decision.closedBy),
  });
  return {
    from: endpointLabel(from.id),
    to: endpointLabel(to.id),
    ...asked,
    ports: asked === undefined ? describePorts(ports) : `${asked.port}/${asked.protocol}`,
    allowed: open(ports),
    sides: [side("leaving", from, egress), side("arriving", to, ingress)],
  };
}
