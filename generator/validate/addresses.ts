import ipaddr from "ipaddr.js";
import { memoizeByName } from "../load/memoize.ts";

/** Never external: loopback addresses, and link-local addresses, where clouds serve credentials. */
const neverOutside = ["127.0.0.0/8", "169.254.0.0/16", "::1/128", "fe80::/10"] as const;

/** The cluster's own networks: pods, Services, nodes, the API server, and addresses that are never external. */
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

/** The relation of `inner` to `outer`, both canonical CIDRs: inside it or equal, around it, or apart from it. */
export function networksOverlap(outer: string, inner: string): "inside" | "around" | "apart" {
  const [around, within] = [network(outer), network(inner)];
  if (around.kind !== within.kind) return "apart";
  if (within.length >= around.length && within.bits.startsWith(around.bits)) return "inside";
  return within.length < around.length && around.bits.startsWith(within.bits) ? "around" : "apart";
}

/** The family of a network, its prefix length, and that many bits of its address as 0 and 1. Cached, because each is used often. */
const network = memoizeByName((cidr) => {
  const [address, length] = ipaddr.parseCIDR(cidr);
  const bits = address
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("");
  return { kind: address.kind(), length, bits: bits.slice(0, length) };
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

/**
 * Patterns of the addresses in a network as texts, with an asterisk for the rest and for a port: `10.42.*`. A network that ends
 * inside a part of the address needs several, at most 256.
 */
export function hostPatterns(cidr: string): readonly string[] {
  const [address, length] = ipaddr.parseCIDR(cidr);
  if (address.kind() === "ipv6") {
    // Software writes addresses of IPv6 in brackets, and shortens them.
    const parts = address
      .toNormalizedString()
      .split(":")
      .slice(0, Math.floor(length / 16));
    return [`[${parts.join(":")}${parts.length === 0 ? "" : ":"}*`];
  }
  const bytes = address.toByteArray();
  const whole = Math.floor(length / 8);
  const fixed = bytes.slice(0, whole).join(".");
  const prefix = fixed === "" ? "" : `${fixed}.`;
  const rest = length % 8;
  if (rest === 0) return whole === 4 ? [fixed, `${fixed}:*`] : [`${prefix}*`];
  const first = bytes[whole] ?? 0;
  const count = 2 ** (8 - rest);
  return Array.from({ length: count }, (_, index) => `${prefix}${first + index}${whole === 3 ? ":*" : ".*"}`);
}
