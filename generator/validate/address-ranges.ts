import ipaddr from "ipaddr.js";
import { memoizeByName } from "../load/memoize.ts";

/** A range of addresses, first and last included. `bits` distinguishes IPv4 from IPv6. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly from: bigint;
  readonly to: bigint;
}

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** A network, or two addresses with a hyphen between them, as MetalLB 0.16 reads it. */
export function poolRange(text: string): AddressRange | undefined {
  if (text.length > 100) return undefined;
  if (!text.includes("-")) return networkRange(text);
  const [first = "", last = "", ...more] = text.split("-");
  const [from, to] = [addressOf(first.trim()), addressOf(last.trim())];
  if (more.length > 0 || from === undefined || to === undefined || from.bits !== to.bits || from.value > to.value)
    return undefined;
  return { bits: from.bits, from: from.value, to: to.value };
}

export function networkRange(text: string): AddressRange | undefined {
  const [, written = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = addressOf(written);
  if (address === undefined || Number(length) > address.bits) return undefined;
  const size = 1n << BigInt(address.bits - Number(length));
  const from = address.value - (address.value % size);
  return { bits: address.bits, from, to: from + size - 1n };
}

export function addressOf(text: string): Address | undefined {
  const v4 = ipaddr.IPv4.isValidFourPartDecimal(text);
  if (text.length > 64 || text.includes("%") || !(v4 || ipaddr.IPv6.isValid(text))) return undefined;
  const bytes = ipaddr.parse(text).toByteArray();
  const value = bytes.reduce((all, byte) => (all << 8n) + BigInt(byte), 0n);
  return { bits: v4 ? 32 : 128, value };
}

/** The network that contains only this address. */
export function networkOfOne(address: string): string {
  return `${address}/${address.includes(":") ? 128 : 32}`;
}

/** Whether one of the ranges contains an address. */
export function rangesContain(ranges: readonly AddressRange[], { bits, value }: Address): boolean {
  return ranges.some((range) => range.bits === bits && range.from <= value && value <= range.to);
}

/** Whether two ranges have an address in common. */
export function rangesOverlap(left: AddressRange, right: AddressRange): boolean {
  return left.bits === right.bits && left.from <= right.to && right.from <= left.to;
}

/** The number of addresses in ranges that do not overlap. */
export function sizeOf(ranges: readonly AddressRange[]): bigint {
  return ranges.reduce((all, { from, to }) => all + to - from + 1n, 0n);
}

/** The parts of a range that no hole covers, in order. */
export function rangesOutside(whole: AddressRange, holes: readonly AddressRange[]): readonly AddressRange[] {
  let remaining: readonly AddressRange[] = [whole];
  for (const hole of holes) remaining = remaining.flatMap((range) => outsideOf(range, hole));
  return remaining;
}

function outsideOf(range: AddressRange, hole: AddressRange): readonly AddressRange[] {
  if (!rangesOverlap(range, hole)) return [range];
  return [
    ...(hole.from > range.from ? [{ ...range, to: hole.from - 1n }] : []),
    ...(hole.to < range.to ? [{ ...range, from: hole.to + 1n }] : []),
  ];
}

/** The fewest networks that together contain exactly the addresses of a range, in their order. */
export function networksOf({ bits, from, to }: AddressRange): readonly string[] {
  const networks: string[] = [];
  for (let first = from; first <= to; ) {
    let length = 0;
    while (length < bits) {
      const size = 1n << BigInt(length + 1);
      if (first % size !== 0n || first + size - 1n > to) break;
      length += 1;
    }
    networks.push(`${textOf({ bits, value: first })}/${bits - length}`);
    first += 1n << BigInt(length);
  }
  return networks;
}

function textOf({ bits, value }: Address): string {
  const bytes = Array.from({ length: bits / 8 }, (_, index) =>
    Number((value >> BigInt(bits - 8 * (index + 1))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

/** The relation of `inner` to `outer`, both canonical CIDRs: inside it or equal, around it, or apart from it. */
export function networksOverlap(outer: string, inner: string): "inside" | "around" | "apart" {
  const [around, within] = [validRange(outer), validRange(inner)];
  if (!rangesOverlap(around, within)) return "apart";
  // Two networks that overlap are equal, or one of them contains the other.
  return around.from <= within.from && within.to <= around.to ? "inside" : "around";
}

/** Cached, because each network is used often. */
const validRange = memoizeByName((cidr) => {
  const range = networkRange(cidr);
  if (range === undefined) throw new Error(`${cidr} is not a network`);
  return range;
});

/** The `candidates` strictly inside `cidr`, sorted, none within another: an ipBlock's `except` accepts no others. */
export function exceptCidrs(cidr: string, candidates: readonly string[]): readonly string[] {
  const inside = [...new Set(candidates)].filter(
    (candidate) => candidate !== cidr && networksOverlap(cidr, candidate) === "inside",
  );
  return inside
    .filter(
      (candidate) => !inside.some((other) => other !== candidate && networksOverlap(other, candidate) === "inside"),
    )
    .sort();
}
