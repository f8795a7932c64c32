import { compareStrings } from "../diagnostics/diagnostic.ts";
import { certificateSecret } from "../generate/routes/certificates.ts";
import { type ClusterScope, tenantScope } from "../generate/scope.ts";
import { type Edge, edgeOf } from "../patterns/edge.ts";
import { hostsOf, routesOf, servesRoutes } from "../patterns/route.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { providerOf } from "../validate/addons/retire.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { yamlMark } from "./marks.ts";
import { routeHostsFile } from "./paths.ts";
import { toYaml } from "./to-yaml.ts";

/** A host of a route, as a person needs it for the DNS. */
interface RouteHost {
  readonly host: string;
  readonly tenant: string;
  /** Undefined if the cluster's file reserves no address. */
  readonly address: string | undefined;
  readonly certificate: { readonly secret: string; readonly namespace: string; readonly from: string };
}

/** The list of the hosts of all routes, in the folder of the add-on with the gateway. Empty on a cluster that takes no routes. */
export function routeHostsText({ cluster }: ClusterScope, addon: AddonEntry): ReadonlyMap<string, string> {
  const edge = edgeOf(cluster);
  if (edge?.gateway.addon !== addon) return new Map();
  const hosts = routeHosts(cluster, edge);
  const { entrance, address } = edge;
  const comments = [
    "The hosts of the tenants' routes, for the DNS. Argo CD does not sync this file.",
    ...(address === undefined
      ? [
          `The address of the hosts is the external address of the Service ${entrance.service} in namespace ${entrance.namespace}.`,
        ]
      : []),
  ];
  return new Map([
    [
      routeHostsFile(cluster.name, addon.name),
      `${yamlMark()}${comments.map((comment) => `# ${comment}\n`).join("")}${toYaml({ hosts })}`,
    ],
  ]);
}

/** How the DNS of a cluster gets the hosts of routes. Undefined on a cluster that takes no routes. */
export function dnsOfRoutes(
  cluster: ClusterEntry,
): { readonly file: string; readonly addon: string | undefined } | undefined {
  const edge = edgeOf(cluster);
  if (edge === undefined) return undefined;
  return {
    file: routeHostsFile(cluster.name, edge.gateway.addon.name),
    addon: providerOf(cluster.addons, "dns")?.name,
  };
}

function routeHosts(cluster: ClusterEntry, { gateway, address }: Edge): readonly RouteHost[] {
  const { namespace } = gateway.workload;
  const from = cluster.spec.network.certificates?.issuer ?? "manual";
  return cluster.tenants
    .filter((tenant) => servesRoutes(cluster, tenant))
    .flatMap((tenant) => {
      const certificate = { secret: certificateSecret({ scope: tenantScope(cluster, tenant) }), namespace, from };
      return hostsOf(routesOf(cluster, tenant)).map((host) => ({ host, tenant: tenant.name, address, certificate }));
    })
    .sort((left, right) => compareStrings(left.host, right.host));
}
