/** Never external: loopback addresses, and link-local addresses, where clouds serve credentials. */
export const neverOutside = ["127.0.0.0/8", "169.254.0.0/16", "::1/128", "fe80::/10"] as const;

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
