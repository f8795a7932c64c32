import { networkOfOne } from "../../validate/address-ranges.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import { ownNetworks } from "../../validate/own-networks.ts";
import { subtractCidrs } from "./address-set.ts";
import type { EndpointId } from "./endpoint-id.ts";
import type { AddressEndpoint } from "./reach.ts";

/** On Cilium the API server and the nodes are entities that no ipBlock matches. */
export function addressEndpoints({ spec, tenants }: ClusterEntry): readonly AddressEndpoint[] {
  const { cni, apiServer, dns, nodeCIDRs } = spec.network;
  const entity = (name: string): { readonly entity?: string } => (cni === "cilium" ? { entity: name } : {});
  const { nodeLocal } = dns;
  return [
    { ...address({ owner: "cluster", component: "api-server" }, apiServer.endpoints), ...entity("kube-apiserver") },
    { ...address({ owner: "cluster", component: "nodes" }, nodeCIDRs), ...entity("remote-node") },
    ...(cni === "cilium"
      ? [{ ...address({ owner: "cluster", component: "own-node" }, nodeCIDRs), ...entity("host") }]
      : []),
    ...(nodeLocal === undefined
      ? []
      : [
          {
            ...address({ owner: "cluster", component: "dns-node-local" }, [networkOfOne(nodeLocal)]),
            ...entity("host"),
          },
        ]),
    // A network reserved for documentation. No tenant declares it, so it represents the rest of the internet.
    address({ owner: "undeclared", component: "internet" }, ["198.51.100.0/24"]),
    // The address where clouds serve credentials.
    address({ owner: "undeclared", component: "metadata" }, ["169.254.169.254/32"]),
    ...externals(spec, tenants),
  ];
}

/**
 * External networks by the name that tenants give them. If two tenants use a name for different networks, each has its own
 * endpoint. The cluster's own networks are excluded.
 */
function externals(
  { network: clusterNetwork }: ClusterEntry["spec"],
  tenants: ClusterEntry["tenants"],
): readonly AddressEndpoint[] {
  const internal = ownNetworks(clusterNetwork);
  const declared = tenants.flatMap((tenant) =>
    Object.entries(tenant.spec.network.external).map(([network, { cidrs }]) => ({
      tenant: tenant.name,
      network,
      cidrs: cidrs.flatMap((cidr) => subtractCidrs(cidr, internal)),
    })),
  );
  return [...Map.groupBy(declared, ({ network }) => network)].flatMap(([network, all]) => {
    const [first] = all;
    const same = new Set(all.map(({ cidrs }) => cidrs.join())).size === 1;
    if (same && first !== undefined) return [address({ owner: "external", network }, first.cidrs)];
    return all.map(({ tenant, cidrs }) => address({ owner: "external", network, tenant }, cidrs));
  });
}

function address(id: EndpointId, cidrs: readonly string[]): AddressEndpoint {
  return { kind: "address", id, cidrs };
}
