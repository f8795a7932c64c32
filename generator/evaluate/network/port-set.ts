/** Ports by protocol: ordered ranges that neither overlap nor adjoin. */
export type PortSet = ReadonlyMap<PolicyProtocol, readonly PortRange[]>;
export type PolicyProtocol = "TCP" | "UDP" | "SCTP";

interface PortRange {
  readonly from: number;
  readonly to: number;
}

export const protocols: readonly PolicyProtocol[] = ["TCP", "UDP", "SCTP"];

export const noPorts: PortSet = new Map();
export const allPorts: PortSet = new Map(protocols.map((protocol) => [protocol, [{ from: 1, to: 65_535 }]]));

export function portRange(protocol: PolicyProtocol, from: number, to: number): PortSet {
  return from > to ? noPorts : new Map([[protocol, [{ from, to }]]]);
}

export function portUnion(sets: readonly PortSet[]): PortSet {
  const [only, ...others] = sets;
  if (only !== undefined && others.length === 0) return only;
  const merged = new Map<PolicyProtocol, readonly PortRange[]>();
  for (const protocol of protocols) {
    const ranges = sets.flatMap((set) => set.get(protocol) ?? []).sort((left, right) => left.from - right.from);
    const joined: { from: number; to: number }[] = [];
    for (const { from, to } of ranges) {
      const last = joined.at(-1);
      if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
      else joined.push({ from, to });
    }
    if (joined.length > 0) merged.set(protocol, joined);
  }
  return merged;
}

export function portIntersection(left: PortSet, right: PortSet): PortSet {
  const common = new Map<PolicyProtocol, readonly PortRange[]>();
  for (const [protocol, ranges] of left) {
    const both = ranges.flatMap((range) =>
      (right.get(protocol) ?? []).flatMap((other) => {
        const from = Math.max(range.from, other.from);
        const to = Math.min(range.to, other.to);
        return from <= to ? [{ from, to }] : [];
      }),
    );
    if (both.length > 0) common.set(protocol, both);
  }
  return common;
}

/** The ports of a set without those of another set. */
export function portDifference(from: PortSet, removed: PortSet): PortSet {
  const difference = new Map<PolicyProtocol, readonly PortRange[]>();
  for (const [protocol, ranges] of from) {
    let remaining = ranges;
    for (const hole of removed.get(protocol) ?? [])
      remaining = remaining.flatMap(({ from: first, to: last }) =>
        [
          { from: first, to: Math.min(last, hole.from - 1) },
          { from: Math.max(first, hole.to + 1), to: last },
        ].filter((candidate) => candidate.from <= candidate.to),
      );
    if (remaining.length > 0) difference.set(protocol, remaining);
  }
  return difference;
}

export function includesPort(set: PortSet, protocol: PolicyProtocol, port: number): boolean {
  return (set.get(protocol) ?? []).some(({ from, to }) => from <= port && port <= to);
}

/** `9000/TCP, 9500-9501/TCP`, or `all`, or an empty text. */
export function describePorts(set: PortSet): string {
  const whole = protocols.every((protocol) => {
    const [only, ...others] = set.get(protocol) ?? [];
    return only?.from === 1 && only.to === 65_535 && others.length === 0;
  });
  if (whole) return "all";
  return [...set]
    .flatMap(([protocol, ranges]) =>
      ranges.map(({ from, to }) => {
        if (from === 1 && to === 65_535) return `all/${protocol}`;
        return `${from === to ? from : `${from}-${to}`}/${protocol}`;
      }),
    )
    .join(", ");
}
