import ipaddr from "ipaddr.js";

/** How `inner` lies to `outer`, both canonical CIDRs: strictly or equally inside, around it, or apart from it. */
export function overlaps(outer: string, inner: string): "inside" | "around" | "apart" {
  const [outerAddress, outerLength] = ipaddr.parseCIDR(outer);
  const [innerAddress, innerLength] = ipaddr.parseCIDR(inner);
  if (outerAddress.kind() !== innerAddress.kind()) return "apart";
  if (innerLength >= outerLength && matches(innerAddress, outerAddress, outerLength)) return "inside";
  return innerLength < outerLength && matches(outerAddress, innerAddress, innerLength) ? "around" : "apart";
}

/** Of `candidates` those that lie strictly inside `cidr`: an ipBlock's `except` takes no others. Sorted, without repeats. */
export function exceptionsWithin(cidr: string, candidates: readonly string[]): readonly string[] {
  return [...new Set(candidates)]
    .filter((candidate) => candidate !== cidr && overlaps(cidr, candidate) === "inside")
    .sort();
}

function matches(address: ipaddr.IPv4 | ipaddr.IPv6, network: ipaddr.IPv4 | ipaddr.IPv6, length: number): boolean {
  const bits = (one: ipaddr.IPv4 | ipaddr.IPv6): string =>
    one
      .toByteArray()
      .map((byte) => byte.toString(2).padStart(8, "0"))
      .join("");
  return bits(address).slice(0, length) === bits(network).slice(0, length);
}
