import ipaddr from "ipaddr.js";
import { networkOf } from "./cidr.ts";

/** Addresses from the first to the last, both included, of one family. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly from: bigint;
  readonly to: bigint;
}

const bits = { 4: 32, 6: 128 } as const;

/** All addresses that there are. */
export const everyAddress: readonly AddressRange[] = ([4, 6] as const).map((family) => ({
  family,
  from: 0n,
  to: lastOf(family),
}));

function lastOf(family: 4 | 6): bigint {
  return (1n << BigInt(bits[family])) - 1n;
}

const known = new Map<string, AddressRange>();
const mostKept = 10_000;

/** The addresses of a CIDR as the API server reads it; nothing for what it refuses. */
export function addressRange(cidr: string): AddressRange | undefined {
  const before = known.get(cidr);
  if (before !== undefined) return before;
  const network = networkOf(cidr);
  if (network === undefined) return undefined;
  const [address, length] = ipaddr.parseCIDR(network);
  const family = address.kind() === "ipv4" ? 4 : 6;
  const from = address.toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const range = { family, from, to: from + (1n << BigInt(bits[family] - length)) - 1n } as const;
  if (known.size >= mostKept) known.clear();
  known.set(cidr, range);
  return range;
}

/** What is left of a CIDR without others, in order. */
export function rangesOutside(cidr: string, holes: readonly string[]): readonly AddressRange[] {
  const whole = addressRange(cidr);
  if (whole === undefined) return [];
  let left: readonly AddressRange[] = [whole];
  for (const hole of holes.flatMap((value) => addressRange(value) ?? []))
    left = left.flatMap((range) => outsideOf(range, hole));
  return left;
}

/** The same as CIDRs. */
export function subtractRanges(cidr: string, holes: readonly string[]): readonly string[] {
  return rangesOutside(cidr, holes).flatMap(cidrsOf);
}

function outsideOf(range: AddressRange, hole: AddressRange): readonly AddressRange[] {
  if (range.family !== hole.family || hole.to < range.from || range.to < hole.from) return [range];
  return [
    ...(hole.from > range.from ? [{ ...range, to: hole.from - 1n }] : []),
    ...(hole.to < range.to ? [{ ...range, from: hole.to + 1n }] : []),
  ];
}

/** The fewest CIDRs that are exactly these addresses. */
export function cidrsOf({ family, from, to }: AddressRange): readonly string[] {
  const found: string[] = [];
  let start = from;
  while (start <= to) {
    let size = 0;
    while (
      size < bits[family] &&
      (start & ((1n << BigInt(size + 1)) - 1n)) === 0n &&
      start + (1n << BigInt(size + 1)) - 1n <= to
    )
      size += 1;
    found.push(`${addressOf(family, start)}/${bits[family] - size}`);
    start += 1n << BigInt(size);
  }
  return found;
}

function addressOf(family: 4 | 6, address: bigint): string {
  const bytes = Array.from({ length: bits[family] / 8 }, (_, index) =>
    Number((address >> BigInt(bits[family] - 8 * (index + 1))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
