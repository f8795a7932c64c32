/** An address as a number, and the number of bits of its family. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

interface Range {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

export function contains(cidr: string, { bits, value }: Address): boolean {
  const range = rangeOf(cidr);
  return range.bits === bits && value >= range.first && value <= range.last;
}

/**
 * The first and the last address of each network, and the addresses next to them: every difference between two sets of
 * networks begins or ends at one of these.
 */
export function edgesOf(cidrs: Iterable<string>): readonly Address[] {
  const edges = new Map<string, Address>();
  for (const cidr of cidrs) {
    const { bits, first, last } = rangeOf(cidr);
    for (const value of [first - 1n, first, last, last + 1n])
      if (value >= 0n && value < 1n << BigInt(bits)) edges.set(`${bits} ${value}`, { bits, value });
  }
  return [...edges.values()];
}

export function written({ bits, value }: Address): string {
  const size = bits === 32 ? 8n : 16n;
  const count = bits === 32 ? 4 : 8;
  const parts = Array.from(
    { length: count },
    (_, index) => (value >> (size * BigInt(count - 1 - index))) & ((1n << size) - 1n),
  );
  return bits === 32 ? parts.join(".") : parts.map((part) => part.toString(16)).join(":");
}

const ranges = new Map<string, Range>();

function rangeOf(cidr: string): Range {
  const cached = ranges.get(cidr);
  if (cached !== undefined) return cached;
  const [text = "", length = ""] = cidr.split("/");
  const address = text.includes(":") ? parseSix(text) : parseFour(text);
  const free = BigInt(address.bits) - BigInt(length);
  const first = (address.value >> free) << free;
  const range = { bits: address.bits, first, last: first + (1n << free) - 1n };
  ranges.set(cidr, range);
  return range;
}

function parseFour(text: string): Address {
  return { bits: 32, value: text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function parseSix(text: string): Address {
  const [left = "", right] = text.split("::");
  const groups = (half: string): readonly string[] => (half === "" ? [] : half.split(":"));
  const [before, after] = [groups(left), groups(right ?? "")];
  const zeros = Array.from({ length: right === undefined ? 0 : 8 - before.length - after.length }, () => "0");
  const value = [...before, ...zeros, ...after].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
  return { bits: 128, value };
}
