import ipaddr from "ipaddr.js";

/** Never the outside of anything: loopback, and link-local addresses, where clouds hand out credentials. */
const neverOutside = ["127.0.0.0/8", "169.254.0.0/16", "::1/128", "fe80::/10"] as const;

/** What a cluster keeps to itself: pods, Services, nodes, the API server, and what is never outside. */
export function ownNetworks(network: {
  readonly podCIDRs: readonly string[];
  readonly serviceCIDRs: readonly string[];
  readonly nodeCIDRs: readonly string[];
  readonly apiServer: { readonly endpoints: readonly string[] };
}): readonly string[] {
  return [
    ...network.podCIDRs,
    ...network.serviceCIDRs,
    ...network.nodeCIDRs,
    ...network.apiServer.endpoints,
    ...neverOutside,
  ];
}

/** How `inner` lies to `outer`, both canonical CIDRs: strictly or equally inside, around it, or apart from it. */
export function overlaps(outer: string, inner: string): "inside" | "around" | "apart" {
  const [outerAddress, outerLength] = ipaddr.parseCIDR(outer);
  const [innerAddress, innerLength] = ipaddr.parseCIDR(inner);
  if (outerAddress.kind() !== innerAddress.kind()) return "apart";
  if (innerLength >= outerLength && matches(innerAddress, outerAddress, outerLength)) return "inside";
  return innerLength < outerLength && matches(outerAddress, innerAddress, innerLength) ? "around" : "apart";
}

/** Of `candidates` those that lie strictly inside `cidr`: an ipBlock's `except` takes no others. Sorted, none within another. */
export function exceptionsWithin(cidr: string, candidates: readonly string[]): readonly string[] {
  const inside = [...new Set(candidates)].filter(
    (candidate) => candidate !== cidr && overlaps(cidr, candidate) === "inside",
  );
  return inside.filter((one) => !inside.some((other) => other !== one && overlaps(other, one) === "inside")).sort();
}

function matches(address: ipaddr.IPv4 | ipaddr.IPv6, network: ipaddr.IPv4 | ipaddr.IPv6, length: number): boolean {
  const bits = (one: ipaddr.IPv4 | ipaddr.IPv6): string =>
    one
      .toByteArray()
      .map((byte) => byte.toString(2).padStart(8, "0"))
      .join("");
  return bits(address).slice(0, length) === bits(network).slice(0, length);
}
