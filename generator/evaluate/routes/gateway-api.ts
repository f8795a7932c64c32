import { memoize, memoizeByName } from "../../load/memoize.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { labelsAt, listAt, mapAt, numberAt, textAt, textsAt } from "../manifests/reading.ts";
import { type GatewayPods, type ProxyEdge, platformPods } from "./edge.ts";
import type { Entrance } from "./entrance.ts";
import { routesOfHTTPRoute } from "./gateway-api-routes.ts";
import { HostTable } from "./host-table.ts";
import { gatewayApiGroup, namespaceHasLabels, objectNamespace, objectsOf, referenceTo } from "./objects.ts";
import { podPolicies } from "./policies.ts";
import { commonHost, type EdgeListener, type EdgeRoute, type VirtualHost } from "./route-table.ts";

/**
 * The entrances of all Gateways (gateway.networking.k8s.io), those of the platform's pods first. Istio uses the oldest listener of
 * a port and a host name. Rendered objects have no age, so each further listener has a separate entrance.
 */
export function gatewayApiEntrances(objects: readonly KubernetesObject[], edge: ProxyEdge): readonly Entrance[] {
  const found = objectsOf(objects, gatewayApiGroup, "Gateway").flatMap((gateway) =>
    listAt(gateway, "spec", "listeners")
      .filter((listener) => textAt(listener, "protocol") === "HTTPS")
      .map((listener) => ({
        pods: podsOf(gateway, edge),
        port: numberAt(listener, "port"),
        listener: listenerOf(objects, gateway, listener),
      })),
  );
  const byHost = Map.groupBy(found, ({ pods, port, listener }) => JSON.stringify([pods, port, listener.hostname]));
  const ranked = [...byHost.values()].flatMap((same) => same.map((value, rank) => ({ ...value, rank })));
  const groups = Map.groupBy(ranked, ({ pods, port, rank }) => JSON.stringify([pods, port, rank]));
  const policies = memoizeByName((key) => podPolicies(objects, edge, podsByKey.get(key) ?? platformPods(edge)));
  const podsByKey = new Map(found.map(({ pods }) => [JSON.stringify(pods), pods]));
  const own = JSON.stringify(platformPods(edge));
  const entrances = [...groups.values()].map((group) => {
    const key = JSON.stringify(group[0]?.pods);
    const listeners = group.map(({ listener }) => listener);
    return { key, policies: policies(key), listeners: new HostTable(listeners, ({ hostname }) => hostname) };
  });
  return [...entrances.filter(({ key }) => key === own), ...entrances.filter(({ key }) => key !== own)];
}

function listenerOf(objects: readonly KubernetesObject[], gateway: KubernetesObject, listener: unknown): EdgeListener {
  return {
    gateway: referenceTo(gateway),
    hostname: (textAt(listener, "hostname") || "*").toLowerCase(),
    authorities: authoritiesOf(gateway, listener),
    virtualHosts: new HostTable(virtualHosts(objects, gateway, listener), ({ host }) => host),
  };
}

/**
 * The authorities of the client certificates that a listener requires. The validation of a Gateway applies to all its listeners.
 * An option of a listener comes first: it uses the authority in the Secret of the server's certificate (Istio 1.31).
 */
function authoritiesOf(gateway: KubernetesObject, listener: unknown): readonly string[] {
  const nameOf = (reference: unknown): string => {
    const name = `${textAt(reference, "namespace") ?? objectNamespace(gateway)}/${textAt(reference, "name")}`;
    const kind = textAt(reference, "kind") ?? "Secret";
    return kind === "Secret" ? name : `${kind} ${name}`;
  };
  const validation = mapAt(gateway, "spec", "tls", "frontend", "default", "validation");
  const isOptional = textAt(validation, "mode") === "AllowInsecureFallback";
  const validated = isOptional ? [] : listAt(validation, "caCertificateRefs").map(nameOf);
  const option = textAt(listener, "tls", "options", "gateway.istio.io/tls-terminate-mode");
  if (option === undefined) return validated;
  return option === "MUTUAL" ? [...listAt(listener, "tls", "certificateRefs").map(nameOf), ...validated] : [];
}

/** All sets of pods that serve Gateways. */
export function gatewayApiPods(objects: readonly KubernetesObject[], edge: ProxyEdge): readonly GatewayPods[] {
  return objectsOf(objects, gatewayApiGroup, "Gateway").map((gateway) => podsOf(gateway, edge));
}

/**
 * Istio creates pods for a Gateway, and labels them, only if the Gateway does not name a Service by its host name. The labels of
 * the pods of another Service than the platform's are unknown.
 */
function podsOf(gateway: KubernetesObject, edge: ProxyEdge): GatewayPods {
  const named = listAt(gateway, "spec", "addresses").find((address) => textAt(address, "type") === "Hostname");
  if (named === undefined) return createdPods(gateway);
  const [service, namespace = objectNamespace(gateway)] = (textAt(named, "value") ?? "").split(".");
  const isPlatform = service === edge.service && namespace === edge.namespace;
  return isPlatform ? platformPods(edge) : { namespace, labels: {}, possible: "any" };
}

/** Some versions of Istio also copy the labels of the Gateway. Its `parametersRef` can add further labels. */
function createdPods(gateway: KubernetesObject): GatewayPods {
  const infrastructure = mapAt(gateway, "spec", "infrastructure");
  const name = { "gateway.networking.k8s.io/gateway-name": gateway.metadata?.name ?? "" };
  return {
    namespace: objectNamespace(gateway),
    labels: { ...labelsAt(infrastructure, "labels"), ...name },
    possible: infrastructure["parametersRef"] === undefined ? labelsAt(gateway, "metadata", "labels") : "any",
  };
}

function virtualHosts(
  objects: readonly KubernetesObject[],
  gateway: KubernetesObject,
  listener: unknown,
): readonly VirtualHost[] {
  const attached = routesByGateway(objects).get(`${objectNamespace(gateway)}/${gateway.metadata?.name}`) ?? [];
  const routes = attached
    .filter((route) => isAttached(route, gateway, listener) && isAllowed(objects, route, gateway, listener))
    .flatMap((route) => {
      const names = textsAt(route, "spec", "hostnames");
      const hosts = (names.length === 0 ? ["*"] : names).map((name) =>
        commonHost(name, textAt(listener, "hostname") ?? "*"),
      );
      return hosts
        .filter((host) => host !== undefined)
        .flatMap((host) => routesOfHTTPRoute(objects, route).map((edgeRoute) => ({ host, edgeRoute })));
    });
  return [...Map.groupBy(routes, ({ host }) => host)].map(([host, found]) => ({
    host,
    routes: found.map(({ edgeRoute }) => edgeRoute).sort(byPrecedence),
  }));
}

/** The routes that name a Gateway, by `<namespace>/<Gateway>`. */
const routesByGateway = memoize((objects: readonly KubernetesObject[]) => {
  const routes = ["HTTPRoute", "GRPCRoute"].flatMap((kind) => objectsOf(objects, gatewayApiGroup, kind));
  const named = routes.flatMap((route) => {
    const parents = listAt(route, "spec", "parentRefs").map(
      (parent) => `${textAt(parent, "namespace") ?? objectNamespace(route)}/${textAt(parent, "name")}`,
    );
    return [...new Set(parents)].map((parent) => ({ parent, route }));
  });
  const groups = Map.groupBy(named, ({ parent }) => parent);
  return new Map([...groups].map(([parent, found]) => [parent, found.map(({ route }) => route)]));
});

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
  return from === "All" || namespaceHasLabels(objects, objectNamespace(route), required);
}

/** Gateway API: exact paths first, then the longest prefix, then routes with a method. Equal routes keep their order. */
function byPrecedence(left: EdgeRoute, right: EdgeRoute): number {
  const exact = Number(right.match.type === "exact") - Number(left.match.type === "exact");
  if (exact !== 0) return exact;
  const length = right.match.value.length - left.match.value.length;
  return length !== 0 ? length : Number(right.method !== undefined) - Number(left.method !== undefined);
}
