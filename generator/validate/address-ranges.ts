import ipaddr from "ipaddr.js";

/** A range of addresses, first and last included. `bits` distinguishes IPv4 from IPv6. */
export interface PoolRange {
  readonly bits: 32 | 128;
  readonly from: bigint;
  readonly to: bigint;
}

export interface PoolAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** A network, or two addresses with a hyphen between them, as MetalLB 0.16 reads it. */
export function poolRange(text: string): PoolRange | undefined {
  if (text.length > 100) return undefined;
  if (!text.includes("-")) return networkRange(text);
  const [first = "", last = "", ...more] = text.split("-");
  const [from, to] = [addressOf(first.trim()), addressOf(last.trim())];
  if (more.length > 0 || from === undefined || to === undefined || from.bits !== to.bits || from.value > to.value)
    return undefined;
  return { bits: from.bits, from: from.value, to: to.value };
}

export function networkRange(text: string): PoolRange | undefined {
  const [, written = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = addressOf(written);
  if (address === undefined || Number(length) > address.bits) return undefined;
  const size = 1n << BigInt(address.bits - Number(length));
  const from = address.value - (address.value % size);
  return { bits: address.bits, from, to: from + size - 1n };
}

export function addressOf(text: string): PoolAddress | undefined {
  const v4 = ipaddr.IPv4.isValidFourPartDecimal(text);
  if (text.length > 64 || text.includes("%") || !(v4 || ipaddr.IPv6.isValid(text))) return undefined;
  const bytes = ipaddr.parse(text).toByteArray();
  const value = bytes.reduce((all, byte) => (all << 8n) + BigInt(byte), 0n);
  return { bits: v4 ? 32 : 128, value };
}

export function rangeContains(
  { ranges }: { readonly ranges: readonly PoolRange[] },
  { bits, value }: PoolAddress,
): boolean {
  return ranges.some((range) => range.bits === bits && range.from <= value && value <= range.to);
}

/** The networks that together contain exactly the addresses of a range, in their order. */
export function networksOf({ bits, from, to }: PoolRange): readonly string[] {
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

function textOf({ bits, value }: PoolAddress): string {
  const bytes = Array.from({ length: bits / 8 }, (_, index) =>
    Number((value >> BigInt(bits - 8 * (index + 1))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
