import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { labelsAt, listAt, numberAt, textsAt } from "../manifests/reading.ts";
import type { ProxyEdge } from "./edge.ts";
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
  return {
    gateway: referenceTo(first),
    hostname: "*",
    requiresClientCertificate: false,
    pods: { namespace: edge.namespace, labels: edge.podLabels },
    virtualHosts: [...Map.groupBy(routes, ({ host }) => host)].map(([host, found]) => ({
      host,
      routes: catchAllLast(found.flatMap((virtualHost) => virtualHost.routes)),
    })),
  };
}

function hostsOf(objects: readonly KubernetesObject[], gateway: KubernetesObject): readonly VirtualHost[] {
  const serverHosts = listAt(gateway, "spec", "servers")
    .filter((server) => numberAt(server, "port", "number") === 80)
    .flatMap((server) => textsAt(server, "hosts"));
  return objectsOf(objects, istioGroup, "VirtualService")
    .filter((service) => isBound(service, gateway) && isVisible(service, objectNamespace(gateway)))
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

function isBound(service: KubernetesObject, gateway: KubernetesObject): boolean {
  const name = gateway.metadata?.name ?? "";
  return textsAt(service, "spec", "gateways").some(
    (reference) =>
      reference === `${objectNamespace(gateway)}/${name}` ||
      (reference === name && objectNamespace(service) === objectNamespace(gateway)),
  );
}

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
