import ipaddr from "ipaddr.js";
import { oncePerName } from "../load/once-per.ts";

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
export function networksOverlap(outer: string, inner: string): "inside" | "around" | "apart" {
  const [around, within] = [network(outer), network(inner)];
  if (around.kind !== within.kind) return "apart";
  if (within.length >= around.length && within.bits.startsWith(around.bits)) return "inside";
  return within.length < around.length && around.bits.startsWith(within.bits) ? "around" : "apart";
}

/** The family of a network, its length, and as many bits of its address as 0 and 1. Each is asked for again and again. */
const network = oncePerName((cidr) => {
  const [address, length] = ipaddr.parseCIDR(cidr);
  const bits = address
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("");
  return { kind: address.kind(), length, bits: bits.slice(0, length) };
});

/** Of `candidates` those that lie strictly inside `cidr`: an ipBlock's `except` takes no others. Sorted, none within another. */
export function exceptionsWithin(cidr: string, candidates: readonly string[]): readonly string[] {
  const inside = [...new Set(candidates)].filter(
    (candidate) => candidate !== cidr && networksOverlap(cidr, candidate) === "inside",
  );
  return inside
    .filter(
      (candidate) => !inside.some((other) => other !== candidate && networksOverlap(other, candidate) === "inside"),
    )
    .sort();
}
