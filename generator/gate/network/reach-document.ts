import { type Block, heading } from "../../layout/document.ts";
import { endpointLabel } from "./endpoint-id.ts";
import { describePorts } from "./port-set.ts";
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

/** What no answer covers. */
export function leftOutOf(left: readonly string[]): readonly Block[] {
  return left.length === 0 ? [] : [{ text: `Not evaluated, and not in this answer: ${left.join("; ")}.` }];
}

/** For Graphviz. */
export function reachDot(rows: readonly ReachRow[]): string {
  const quoted = (text: string): string => JSON.stringify(text);
  return `digraph reach {\n  rankdir=LR;\n${rows.map(({ from, to, ports }) => `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(ports)}];\n`).join("")}}\n`;
}
