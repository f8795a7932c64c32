import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import type { ProxyEdge } from "./edge.ts";
import { gatewayAnswer, type RouteAnswer, rejected } from "./gateway-answer.ts";
import { gatewayApiListeners } from "./gateway-api.ts";
import { type IngressServer, ingressServers } from "./ingress.ts";
import { ingressAnswer } from "./ingress-answer.ts";
import { istioListener } from "./istio-routes.ts";
import { type OutsideRequest, serverNameOf } from "./request.ts";
import { type EdgeListener, mostSpecific } from "./route-table.ts";

/** Everything that an edge reads from the objects. */
export interface EdgeTable {
  readonly objects: readonly KubernetesObject[];
  readonly edge: ProxyEdge;
  readonly listeners: readonly EdgeListener[];
  /** The servers of ingress-nginx. Empty for the edge `gateway-api`. */
  readonly servers: readonly IngressServer[];
}

/**
 * The backend that a request from outside of the cluster reaches, or the reason why it reaches none. `unevaluatedParts` lists
 * the parts of the objects that the answer does not include.
 */
export function routeAnswer(
  objects: readonly KubernetesObject[],
  edge: ProxyEdge,
  request: OutsideRequest,
): RouteAnswer {
  return answerFrom(edgeTable(objects, edge), request);
}

export function edgeTable(objects: readonly KubernetesObject[], edge: ProxyEdge): EdgeTable {
  if (edge.kind === "gateway-api") return { objects, edge, listeners: gatewayApiListeners(objects, edge), servers: [] };
  const listener = istioListener(objects, edge);
  return { objects, edge, listeners: listener === undefined ? [] : [listener], servers: ingressServers(objects, edge) };
}

export function answerFrom({ objects, edge, listeners, servers }: EdgeTable, request: OutsideRequest): RouteAnswer {
  if (edge.kind === "ingress-and-istio") return ingressAnswer(objects, edge, servers, listeners[0], request);
  // A listener serves only its own routes, so a request with another Host header reaches none of them.
  const listener = mostSpecific(listeners, ({ hostname }) => hostname, serverNameOf(request));
  if (listener === undefined) return rejected(undefined, "No listener has the server name of the TLS handshake.");
  if (listener.requiresClientCertificate && request.clientCertificate !== true)
    return {
      reached: false,
      status: undefined,
      reason: "The listener requires a client certificate.",
      by: listener.gateway,
    };
  return gatewayAnswer(objects, edge, listener, request);
}
