import ipaddr from "ipaddr.js";
import { networkOf } from "./cidr.ts";

/** Addresses of one family, from the first to the last, both included. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly from: bigint;
  readonly to: bigint;
}

const bits = { 4: 32, 6: 128 } as const;

/** All IPv4 and IPv6 addresses. */
export const everyAddress: readonly AddressRange[] = ([4, 6] as const).map((family) => ({
  family,
  from: 0n,
  to: lastOf(family),
}));

function lastOf(family: 4 | 6): bigint {
  return (1n << BigInt(bits[family])) - 1n;
}

const cache = new Map<string, AddressRange>();
const mostKept = 10_000;

/** The addresses of a CIDR as the API server reads it. Undefined for a CIDR that it rejects. */
export function addressRange(cidr: string): AddressRange | undefined {
  const cached = cache.get(cidr);
  if (cached !== undefined) return cached;
  const network = networkOf(cidr);
  if (network === undefined) return undefined;
  const [address, length] = ipaddr.parseCIDR(network);
  const family = address.kind() === "ipv4" ? 4 : 6;
  const from = address.toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const range = { family, from, to: from + (1n << BigInt(bits[family] - length)) - 1n } as const;
  if (cache.size >= mostKept) cache.clear();
  cache.set(cidr, range);
  return range;
}

/** The ranges of a CIDR that no hole covers, in order. */
export function rangesOutside(cidr: string, holes: readonly string[]): readonly AddressRange[] {
  const whole = addressRange(cidr);
  if (whole === undefined) return [];
  let remaining: readonly AddressRange[] = [whole];
  for (const hole of holes.flatMap((value) => addressRange(value) ?? []))
    remaining = remaining.flatMap((range) => outsideOf(range, hole));
  return remaining;
}

/** The same ranges as CIDRs. */
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

/** The fewest CIDRs that contain exactly these addresses. */
export function cidrsOf({ family, from, to }: AddressRange): readonly string[] {
  const cidrs: string[] = [];
  let start = from;
  while (start <= to) {
    let size = 0;
    while (
      size < bits[family] &&
      (start & ((1n << BigInt(size + 1)) - 1n)) === 0n &&
      start + (1n << BigInt(size + 1)) - 1n <= to
    )
      size += 1;
    cidrs.push(`${addressOf(family, start)}/${bits[family] - size}`);
    start += 1n << BigInt(size);
  }
  return cidrs;
}

function addressOf(family: 4 | 6, address: bigint): string {
  const bytes = Array.from({ length: bits[family] / 8 }, (_, index) =>
    Number((address >> BigInt(bits[family] - 8 * (index + 1))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
