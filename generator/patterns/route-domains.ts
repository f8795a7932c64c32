import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ClusterEntry, findingAt } from "../validate/inventory.ts";
import { edgeOf } from "./edge.ts";
import { routesOf, servesRoutes } from "./route.ts";

/**
 * Hosts that several clusters claim. A host can be within the domain of another cluster if one domain contains the other and a
 * tenant has the name between them. The same host on two clusters is allowed, because DNS can contain both addresses.
 */
export function* domainFindings(clusters: readonly ClusterEntry[]): Iterable<Diagnostic> {
  const routed = clusters.flatMap((cluster) =>
    edgeOf(cluster) === undefined
      ? []
      : cluster.tenants
          .filter((tenant) => servesRoutes(cluster, tenant))
          .flatMap((tenant) => routesOf(cluster, tenant).map((route) => ({ cluster, tenant, route }))),
  );
  const first = new Map<string, ClusterEntry>();
  for (const { cluster, tenant, route } of routed) {
    const { host, name } = route;
    const written = tenant.spec.routes[name]?.host === undefined ? [] : ["host"];
    const at = tenant.at("routes", name, ...written);
    const domain = cluster.spec.network.domain ?? "";
    const owner = clusters.find((other) => isCloser(host, other.spec.network.domain, domain));
    if (owner !== undefined) {
      const message = codes["routes/host"].messages.otherDomain(host, owner.name);
      yield findingAt(
        at,
        "routes/host",
        message,
        "Use another host, or give the clusters domains that do not contain each other.",
      );
    }
    const known = first.get(host) ?? cluster;
    first.set(host, known);
    if (known === cluster) continue;
    const message = codes["routes/claimed"].messages.otherCluster(host, known.name);
    yield {
      ...findingAt(
        at,
        "routes/claimed",
        message,
        "Give the clusters different values of network.domain, or write both addresses.",
      ),
      severity: "warning",
    };
  }
}

/** Whether a host is within a domain that is longer than the domain of its cluster. */
function isCloser(host: string, other: string | undefined, own: string): boolean {
  return other !== undefined && other.length > own.length && (host === other || host.endsWith(`.${other}`));
}
