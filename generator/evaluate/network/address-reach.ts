import type { AddressRange } from "../../validate/address-ranges.ts";
import { everyAddress, subtractRanges } from "./address-set.ts";
import { unnamedEndpoint } from "./endpoint-id.ts";
import type { NetworkPolicyRule, NetworkPolicyRules } from "./policy.ts";
import { allPorts, describePorts, noPorts, type PortSet, portDifference, portUnion } from "./port-set.ts";
import { type Endpoint, type PodEndpoint, reachablePorts } from "./reach.ts";

/** A range of addresses outside the cluster, and the ports that a pod may use with each of them. */
export interface AddressReach extends AddressRange {
  readonly ports: PortSet;
}

/**
 * The ports that policies allow between one pod and every existing address, exactly: each range once, in order, without
 * closed ranges.
 * @param policies The policies that select the pod.
 */
export function addressReach(
  pod: PodEndpoint,
  policies: readonly NetworkPolicyRules[],
  direction: "ingress" | "egress",
): readonly AddressReach[] {
  const closing = policies.filter((policy) => policy.closes[direction]);
  if (closing.length === 0) return everyAddress.map((range) => ({ ...range, ports: allPorts }));
  const outside: Endpoint = { kind: "address", id: unnamedEndpoint("outside"), cidrs: [] };
  const destination = direction === "egress" ? outside : pod;
  const open = closing.flatMap((policy) =>
    policy[direction].flatMap((rule) => {
      const ports = reachablePorts(rule, destination);
      return ports.size === 0 ? [] : rangesIn(rule).map((range) => ({ ...range, ports }));
    }),
  );
  return flattened(open);
}

function rangesIn({ peers }: NetworkPolicyRule): readonly AddressRange[] {
  if (peers === undefined) return everyAddress;
  return peers.flatMap((peer) => (peer.kind === "block" ? subtractRanges(peer.cidr, peer.except) : []));
}

/** The ports that are allowed after a change and were not before, by address range. */
export function gainedAddresses(
  before: readonly AddressReach[],
  after: readonly AddressReach[],
): readonly AddressReach[] {
  return sweepRanges([before, after], ([portsBefore = noPorts, portsAfter = noPorts]) =>
    portDifference(portsAfter, portsBefore),
  );
}

function flattened(open: readonly AddressReach[]): readonly AddressReach[] {
  return sweepRanges([open], ([ports = noPorts]) => ports);
}

interface Edge {
  readonly at: bigint;
  readonly side: number;
  readonly begins: boolean;
  readonly ports: PortSet;
}

/** Walks over all edges of the range sets. Between two edges, each set has the union of the ports that are open there. */
function sweepRanges(
  sides: readonly (readonly AddressReach[])[],
  combine: (ports: readonly PortSet[]) => PortSet,
): readonly AddressReach[] {
  return ([32, 128] as const).flatMap((bits) => {
    const edges = sides
      .flatMap((ranges, side) => ranges.filter((range) => range.bits === bits).flatMap((range) => edgesOf(range, side)))
      .sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
    const active = sides.map(() => new Map<string, { readonly ports: PortSet; count: number }>());
    const result: AddressReach[] = [];
    for (const [index, { at, side, begins, ports }] of edges.entries()) {
      const next = edges[index + 1]?.at;
      crossEdge(active[side], ports, begins);
      if (next === undefined || next === at) continue;
      const open = combine(active.map((item) => portUnion([...item.values()].map((counted) => counted.ports))));
      if (open.size > 0) extend(result, { bits, from: at, to: next - 1n, ports: open });
    }
    return result;
  });
}

function edgesOf({ from, to, ports }: AddressReach, side: number): readonly Edge[] {
  return [
    { at: from, side, begins: true, ports },
    { at: to + 1n, side, begins: false, ports },
  ];
}

/** Counts overlapping ranges with the same ports together. */
function crossEdge(
  active: Map<string, { readonly ports: PortSet; count: number }> | undefined,
  ports: PortSet,
  begins: boolean,
): void {
  const key = describePorts(ports);
  const counted = active?.get(key) ?? { ports, count: 0 };
  counted.count += begins ? 1 : -1;
  if (counted.count > 0) active?.set(key, counted);
  else active?.delete(key);
}

function extend(ranges: AddressReach[], next: AddressReach): void {
  const last = ranges.at(-1);
  if (last?.to === next.from - 1n && describePorts(last.ports) === describePorts(next.ports))
    ranges[ranges.length - 1] = { ...last, to: next.to };
  else ranges.push(next);
}
