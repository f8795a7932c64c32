import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { labelsAt, listAt, mapAt, numberAt, textAt, textsAt } from "../manifests/reading.ts";
import type { ProxyEdge } from "./edge.ts";
import { routesOfHTTPRoute } from "./gateway-api-routes.ts";
import { gatewayApiGroup, hasLabels, namespaceLabels, objectNamespace, objectsOf, referenceTo } from "./objects.ts";
import { commonHost, type EdgeListener, type EdgeRoute, type GatewayPods, type VirtualHost } from "./route-table.ts";

/** The HTTPS listeners of all Gateways (gateway.networking.k8s.io), each with its routes. */
export function gatewayApiListeners(objects: readonly KubernetesObject[], edge: ProxyEdge): readonly EdgeListener[] {
  return objectsOf(objects, gatewayApiGroup, "Gateway").flatMap((gateway) =>
    listAt(gateway, "spec", "listeners")
      .filter((listener) => textAt(listener, "protocol") === "HTTPS")
      .map((listener) => ({
        gateway: referenceTo(gateway),
        hostname: (textAt(listener, "hostname") ?? "*").toLowerCase(),
        requiresClientCertificate: requiresCertificate(gateway, listener),
        pods: podsOf(gateway, edge),
        virtualHosts: virtualHosts(objects, gateway, listener),
      })),
  );
}

/** The validation of a Gateway applies to all its listeners. An option of a listener comes first (Istio 1.31). */
function requiresCertificate(gateway: KubernetesObject, listener: unknown): boolean {
  const option = textAt(listener, "tls", "options", "gateway.istio.io/tls-terminate-mode");
  if (option !== undefined) return option === "MUTUAL";
  const validation = mapAt(gateway, "spec", "tls", "frontend", "default", "validation");
  return listAt(validation, "caCertificateRefs").length > 0 && textAt(validation, "mode") !== "AllowInsecureFallback";
}

/** Istio creates pods for a Gateway, and labels them, only if the Gateway does not name a Service by its host name. */
function podsOf(gateway: KubernetesObject, edge: ProxyEdge): GatewayPods {
  const named = listAt(gateway, "spec", "addresses").some((address) => textAt(address, "type") === "Hostname");
  if (named) return { namespace: edge.namespace, labels: edge.podLabels };
  const labels = { "gateway.networking.k8s.io/gateway-name": gateway.metadata?.name ?? "" };
  return { namespace: objectNamespace(gateway), labels };
}

function virtualHosts(
  objects: readonly KubernetesObject[],
  gateway: KubernetesObject,
  listener: unknown,
): readonly VirtualHost[] {
  const routes = ["HTTPRoute", "GRPCRoute"].flatMap((kind) =>
    objectsOf(objects, gatewayApiGroup, kind)
      .filter((route) => isAttached(route, gateway, listener) && isAllowed(objects, route, gateway, listener))
      .flatMap((route) => {
        const names = textsAt(route, "spec", "hostnames");
        const hosts = (names.length === 0 ? ["*"] : names).map((name) =>
          commonHost(name, textAt(listener, "hostname") ?? "*"),
        );
        return hosts
          .filter((host) => host !== undefined)
          .flatMap((host) => routesOfHTTPRoute(objects, route).map((edgeRoute) => ({ host, edgeRoute })));
      }),
  );
  return [...Map.groupBy(routes, ({ host }) => host)].map(([host, found]) => ({
    host,
    routes: found.map(({ edgeRoute }) => edgeRoute).sort(byPrecedence),
  }));
}

function isAttached(route: KubernetesObject, gateway: KubernetesObject, listener: unknown): boolean {
  return listAt(route, "spec", "parentRefs").some((parent) => {
    const section = textAt(parent, "sectionName");
    const port = numberAt(parent, "port");
    return (
      (textAt(parent, "kind") ?? "Gateway") === "Gateway" &&
      (textAt(parent, "group") ?? gatewayApiGroup) === gatewayApiGroup &&
      textAt(parent, "name") === gateway.metadata?.name &&
      (textAt(parent, "namespace") ?? objectNamespace(route)) === objectNamespace(gateway) &&
      (section === undefined || section === textAt(listener, "name")) &&
      (port === undefined || port === numberAt(listener, "port"))
    );
  });
}

/** By default a listener accepts only the routes of its namespace. */
function isAllowed(
  objects: readonly KubernetesObject[],
  route: KubernetesObject,
  gateway: KubernetesObject,
  listener: unknown,
): boolean {
  const kinds = listAt(listener, "allowedRoutes", "kinds").map((kind) => textAt(kind, "kind"));
  if (kinds.length > 0 && !kinds.includes(route.kind)) return false;
  const namespaces = mapAt(listener, "allowedRoutes", "namespaces");
  const from = textAt(namespaces, "from") ?? "Same";
  if (from === "Same") return objectNamespace(route) === objectNamespace(gateway);
  if (from === "None") return false;
  const required = labelsAt(namespaces, "selector", "matchLabels");
  return from === "All" || hasLabels(namespaceLabels(objects, objectNamespace(route)), required);
}

/** Gateway API: exact paths first, then the longest prefix, then routes with a method. Equal routes keep their order. */
function byPrecedence(left: EdgeRoute, right: EdgeRoute): number {
  const exact = Number(right.match.type === "exact") - Number(left.match.type === "exact");
  if (exact !== 0) return exact;
  const length = right.match.value.length - left.match.value.length;
  return length !== 0 ? length : Number(right.method !== undefined) - Number(left.method !== undefined);
}
