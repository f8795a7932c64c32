import type { Policy, Port, Rule } from "./policies.ts";

/** Ports of a case, one bit each: those that a policy names, those next to them, and one unnamed port, for each protocol. */
export interface Ports {
  readonly all: bigint;
  readonly of: (rule: Rule) => bigint;
  readonly written: (mask: bigint) => string;
}

const protocols = ["TCP", "UDP", "SCTP"];

export function portsOf(policies: readonly Policy[]): Ports {
  const named = policies.flatMap(({ rules }) =>
    [...(rules.ingress ?? []), ...(rules.egress ?? [])].flatMap(({ ports = [] }) => ports),
  );
  const numbers = named.flatMap(({ from, to }) =>
    from === undefined || to === undefined ? [] : [from - 1, from, to, to + 1],
  );
  const names = new Set(named.flatMap(({ name }) => (name === undefined ? [] : [name])));
  const universe = protocols.flatMap((protocol) => [
    ...[...new Set([...numbers, 31_999])]
      .sort((left, right) => left - right)
      .map((number): Port => ({ protocol, from: number, to: number })),
    ...[...names].map((name): Port => ({ protocol, name })),
  ]);
  const maskOf = (ports: readonly Port[]): bigint =>
    universe.reduce(
      (mask, item, index) => (ports.some((port) => covers(port, item)) ? mask | (1n << BigInt(index)) : mask),
      0n,
    );
  const all = (1n << BigInt(universe.length)) - 1n;
  const masks = new Map<Rule, bigint>();
  return {
    all,
    of: (rule) => {
      const mask = masks.get(rule) ?? (rule.ports === undefined ? all : maskOf(rule.ports));
      masks.set(rule, mask);
      return mask;
    },
    written: (mask) =>
      universe
        .filter((_, index) => (mask & (1n << BigInt(index))) !== 0n)
        .map(({ protocol, from, name }) => `${name ?? from}/${protocol}`)
        .slice(0, 4)
        .join(", "),
  };
}

/** A named port may be any number. Here it is a separate port. */
function covers(rule: Port, port: Port): boolean {
  if (rule.protocol !== port.protocol) return false;
  if (rule.name !== undefined) return rule.name === port.name;
  if (rule.from === undefined || rule.to === undefined) return true;
  return port.from !== undefined && port.from >= rule.from && port.from <= rule.to;
}
