import { memoize } from "../../load/memoize.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { labelsAt, listAt, numberAt, textsAt } from "../manifests/reading.ts";
import type { ProxyEdge } from "./edge.ts";
import { HostTable } from "./host-table.ts";
import { hasLabels, istioGroup, objectNamespace, objectsOf, referenceTo } from "./objects.ts";
import { commonHost, type EdgeListener, type VirtualHost } from "./route-table.ts";
import { routesOfVirtualService } from "./virtual-service.ts";

/**
 * The plaintext listener of an Istio gateway behind ingress-nginx, with the servers of all Gateways (networking.istio.io) that
 * select its pods. Undefined if no Gateway does.
 */
export function istioListener(objects: readonly KubernetesObject[], edge: ProxyEdge): EdgeListener | undefined {
  const gateways = objectsOf(objects, istioGroup, "Gateway").filter((gateway) => {
    const selector = labelsAt(gateway, "spec", "selector");
    return objectNamespace(gateway) === edge.namespace && hasLabels(edge.podLabels, selector);
  });
  const [first] = gateways;
  if (first === undefined) return undefined;
  const routes = gateways.flatMap((gateway) => hostsOf(objects, gateway));
  const virtualHosts = [...Map.groupBy(routes, ({ host }) => host)].map(([host, found]) => ({
    host,
    routes: catchAllLast(found.flatMap((virtualHost) => virtualHost.routes)),
  }));
  return {
    gateway: referenceTo(first),
    hostname: "*",
    authorities: [],
    virtualHosts: new HostTable(virtualHosts, ({ host }) => host),
  };
}

function hostsOf(objects: readonly KubernetesObject[], gateway: KubernetesObject): readonly VirtualHost[] {
  const serverHosts = listAt(gateway, "spec", "servers")
    .filter((server) => numberAt(server, "port", "number") === 80)
    .flatMap((server) => textsAt(server, "hosts"));
  return (servicesByGateway(objects).get(`${objectNamespace(gateway)}/${gateway.metadata?.name}`) ?? [])
    .filter((service) => isVisible(service, objectNamespace(gateway)))
    .flatMap((service) => {
      const hosts = textsAt(service, "spec", "hosts").flatMap((host) =>
        serverHosts.map((serverHost) =>
          acceptedHost(serverHost, host, objectNamespace(service), objectNamespace(gateway)),
        ),
      );
      const distinct = [...new Set(hosts.filter((host) => host !== undefined))];
      return distinct.map((host) => ({ host, routes: routesOfVirtualService(service) }));
    });
}

/** A server's host is `<namespace>/<host>`. `.` is the namespace of the Gateway, and `*` is every namespace. */
function acceptedHost(
  serverHost: string,
  host: string,
  namespace: string,
  gatewayNamespace: string,
): string | undefined {
  const slash = serverHost.indexOf("/");
  const prefix = slash < 0 ? "*" : serverHost.slice(0, slash);
  const accepted = prefix === "." ? gatewayNamespace : prefix;
  return accepted === "*" || accepted === namespace ? commonHost(serverHost.slice(slash + 1), host) : undefined;
}

/** The VirtualServices of each Gateway, by `<namespace>/<Gateway>`. */
const servicesByGateway = memoize((objects: readonly KubernetesObject[]) => {
  const bound = objectsOf(objects, istioGroup, "VirtualService").flatMap((service) => {
    const gateways = textsAt(service, "spec", "gateways").map((name) =>
      name.includes("/") ? name : `${objectNamespace(service)}/${name}`,
    );
    return [...new Set(gateways)].map((gateway) => ({ gateway, service }));
  });
  const groups = Map.groupBy(bound, ({ gateway }) => gateway);
  return new Map([...groups].map(([gateway, found]) => [gateway, found.map(({ service }) => service)]));
});

/** A VirtualService is visible in every namespace by default. `.` is its own namespace. */
function isVisible(service: KubernetesObject, namespace: string): boolean {
  const exported = textsAt(service, "spec", "exportTo");
  if (exported.length === 0) return true;
  return exported.some(
    (to) => to === "*" || to === namespace || (to === "." && objectNamespace(service) === namespace),
  );
}

/** Istio moves routes that match every request to the end. */
function catchAllLast(routes: VirtualHost["routes"]): VirtualHost["routes"] {
  const isCatchAll = ({ match, method }: VirtualHost["routes"][number]): boolean =>
    match.type === "prefix" && match.value === "/" && method === undefined;
  return [...routes.filter((route) => !isCatchAll(route)), ...routes.filter(isCatchAll)];
}
