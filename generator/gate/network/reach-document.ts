import { type Block, heading } from "../../layout/document.ts";
import { endpointLabel } from "./endpoint-id.ts";
import type { Policy } from "./policy.ts";
import { describePorts, includes, type Protocol } from "./port-set.ts";
import type { Endpoint, Network, PodEndpoint } from "./reach.ts";

/** One pair that may speak, and on which ports. */
export interface ReachRow {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

/** Who of these reaches whom of the others, both ways; pairs that may not speak are left out. */
export function reachRows(
  network: Network,
  own: readonly PodEndpoint[],
  others: readonly Endpoint[],
): readonly ReachRow[] {
  const row = (from: Endpoint, to: Endpoint): readonly ReachRow[] => {
    const ports = describePorts(network.reach(from, to).ports);
    return ports === "" ? [] : [{ from: endpointLabel(from.id), to: endpointLabel(to.id), ports }];
  };
  return own.flatMap((one) => [
    ...others.flatMap((other) => row(one, other)),
    ...others.flatMap((other) => row(other, one)),
  ]);
}

/** Whether one connection is let through, and by which policies. */
export interface Answer {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly allowed: boolean;
  readonly sides: readonly Side[];
}

interface Side {
  readonly side: "leaving" | "arriving";
  readonly namespace: string | undefined;
  readonly allowed: boolean;
  readonly openedBy: readonly string[];
  readonly closedBy: readonly string[];
}

export function answer(network: Network, from: Endpoint, to: Endpoint, port: number, protocol: Protocol): Answer {
  const { ports, egress, ingress } = network.reach(from, to);
  const names = (policies: readonly Policy[]): readonly string[] => policies.map(({ name }) => name);
  const side = (what: Side["side"], own: Endpoint, decision: typeof egress): Side => ({
    side: what,
    namespace: own.kind === "pod" ? own.namespace : undefined,
    allowed: includes(decision.ports, protocol, port),
    openedBy: names(decision.openedBy),
    closedBy: names(decision.closedBy),
  });
  return {
    from: endpointLabel(from.id),
    to: endpointLabel(to.id),
    port,
    protocol,
    allowed: includes(ports, protocol, port),
    sides: [side("leaving", from, egress), side("arriving", to, ingress)],
  };
}

/** @param left Policies of which not everything is evaluated. */
export function reachDocument(
  cluster: string,
  subject: string,
  rows: readonly ReachRow[],
  left: readonly string[],
): readonly Block[] {
  return [
    heading(1, `Who reaches whom: ${subject} on ${cluster}`),
    {
      text: "Ports of pods, as policies see them. What is not listed is closed; pods of one namespace among themselves are left out, since they may speak. A pod with no label of ours stands as pod; somewhere else on the cluster, as stranger.",
    },
    { header: ["From", "To", "Ports"], rows: rows.map(({ from, to, ports }) => [from, to, ports]) },
    ...leftOutOf(left),
  ];
}

function leftOutOf(left: readonly string[]): readonly Block[] {
  return left.length === 0 ? [] : [{ text: `Not evaluated, and not in this answer: ${left.join("; ")}.` }];
}

export function answerDocument(cluster: string, answers: readonly Answer[], left: readonly string[]): readonly Block[] {
  const each = answers.flatMap((one): readonly Block[] => [
    heading(
      1,
      `${one.from} to ${one.to}, ${one.port}/${one.protocol} on ${cluster}: ${one.allowed ? "let through" : "closed"}`,
    ),
    { items: one.sides.map(describeSide) },
  ]);
  return [...each, ...leftOutOf(left)];
}

function describeSide({ side, namespace, allowed, openedBy, closedBy }: Side): string {
  if (namespace === undefined) return `${side}: no pod, so no policy decides`;
  if (closedBy.length === 0) return `${side}: no policy in ${namespace} selects it, so all is open`;
  return allowed
    ? `${side}: opened in ${namespace} by ${openedBy.join(", ")}`
    : `${side}: closed in ${namespace} by ${closedBy.join(", ")}${openedBy.length === 0 ? "" : `; ${openedBy.join(", ")} open other ports`}`;
}

/** For Graphviz. */
export function reachDot(rows: readonly ReachRow[]): string {
  const quoted = (text: string): string => JSON.stringify(text);
  return `digraph reach {\n  rankdir=LR;\n${rows.map(({ from, to, ports }) => `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(ports)}];\n`).join("")}}\n`;
}
