/** Ports by protocol: ranges that neither overlap nor touch, in order. */
export type PortSet = ReadonlyMap<Protocol, readonly PortRange[]>;
export type Protocol = "TCP" | "UDP" | "SCTP";

interface PortRange {
  readonly from: number;
  readonly to: number;
}

export const protocols: readonly Protocol[] = ["TCP", "UDP", "SCTP"];

export const noPorts: PortSet = new Map();
export const allPorts: PortSet = new Map(protocols.map((protocol) => [protocol, [{ from: 1, to: 65_535 }]]));

export function portRange(protocol: Protocol, from: number, to: number): PortSet {
  return from > to ? noPorts : new Map([[protocol, [{ from, to }]]]);
}

export function union(sets: readonly PortSet[]): PortSet {
  const [only, ...others] = sets;
  if (only !== undefined && others.length === 0) return only;
  const merged = new Map<Protocol, readonly PortRange[]>();
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

export function intersection(left: PortSet, right: PortSet): PortSet {
  const common = new Map<Protocol, readonly PortRange[]>();
  for (const [protocol, ranges] of left) {
    const both = ranges.flatMap((one) =>
      (right.get(protocol) ?? []).flatMap((other) => {
        const from = Math.max(one.from, other.from);
        const to = Math.min(one.to, other.to);
        return from <= to ? [{ from, to }] : [];
      }),
    );
    if (both.length > 0) common.set(protocol, both);
  }
  return common;
}

/** What is left of a set. */
export function difference(from: PortSet, taken: PortSet): PortSet {
  const left = new Map<Protocol, readonly PortRange[]>();
  for (const [protocol, ranges] of from) {
    let rest = ranges;
    for (const hole of taken.get(protocol) ?? [])
      rest = rest.flatMap(({ from: first, to: last }) =>
        [
          { from: first, to: Math.min(last, hole.from - 1) },
          { from: Math.max(first, hole.to + 1), to: last },
        ].filter((one) => one.from <= one.to),
      );
    if (rest.length > 0) left.set(protocol, rest);
  }
  return left;
}

export function includes(set: PortSet, protocol: Protocol, port: number): boolean {
  return (set.get(protocol) ?? []).some(({ from, to }) => from <= port && port <= to);
}

/** `9000/TCP, 9500-9501/TCP`, or `all`, or nothing. */
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
