import { type AddressRange, networkRange, networksOf, rangesOutside } from "../../validate/address-ranges.ts";
import { networkOf } from "./cidr.ts";

/** All IPv4 and IPv6 addresses. */
export const everyAddress: readonly AddressRange[] = ([32, 128] as const).map((bits) => ({
  bits,
  from: 0n,
  to: (1n << BigInt(bits)) - 1n,
}));

const cache = new Map<string, AddressRange>();
const mostKept = 10_000;

/** The addresses of a CIDR as the API server reads it. Undefined for a CIDR that it rejects. */
export function addressRange(cidr: string): AddressRange | undefined {
  const cached = cache.get(cidr);
  if (cached !== undefined) return cached;
  const range = networkRange(networkOf(cidr) ?? "");
  if (range === undefined) return undefined;
  if (cache.size >= mostKept) cache.clear();
  cache.set(cidr, range);
  return range;
}

/** The ranges of a CIDR that no hole covers, in order. */
export function subtractRanges(cidr: string, holes: readonly string[]): readonly AddressRange[] {
  const whole = addressRange(cidr);
  return whole === undefined
    ? []
    : rangesOutside(
        whole,
        holes.flatMap((hole) => addressRange(hole) ?? []),
      );
}

/** The same ranges as CIDRs. */
export function subtractCidrs(cidr: string, holes: readonly string[]): readonly string[] {
  return subtractRanges(cidr, holes).flatMap(networksOf);
}
