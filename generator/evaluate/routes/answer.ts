import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { AbsoluteUrls } from "./absolute-urls.ts";
import { type ProxyEdge, platformPods } from "./edge.ts";
import type { Entrance } from "./entrance.ts";
import { Examples } from "./examples.ts";
import { gatewayAnswer, type RouteAnswer, rejected } from "./gateway-answer.ts";
import { gatewayApiEntrances } from "./gateway-api.ts";
import { HostTable } from "./host-table.ts";
import { type IngressServer, ingressServers } from "./ingress.ts";
import { ingressAnswer } from "./ingress-answer.ts";
import { istioListener } from "./istio-routes.ts";
import { podPolicies } from "./policies.ts";
import { type OutsideRequest, serverNameOf } from "./request.ts";

/** Everything that an edge reads from the objects. */
export interface EdgeTable {
  readonly edge: ProxyEdge;
  /** Exactly one for the edge `ingress-and-istio`, without listeners if no Gateway selects the pods. */
  readonly entrances: readonly Entrance[];
  /** The servers of ingress-nginx. Empty for the edge `gateway-api`. */
  readonly servers: HostTable<IngressServer>;
  readonly absoluteUrls: AbsoluteUrls;
  readonly examples: Examples;
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
  const isIngress = edge.kind === "ingress-and-istio";
  const servers = new HostTable(isIngress ? ingressServers(objects, edge) : [], ({ host }) => host);
  const examples = new Examples(objects);
  const listener = isIngress ? istioListener(objects, edge) : undefined;
  const behind = (): Entrance => ({
    policies: podPolicies(objects, edge, platformPods(edge)),
    listeners: new HostTable(listener === undefined ? [] : [listener], ({ hostname }) => hostname),
  });
  return {
    edge,
    entrances: isIngress ? [behind()] : gatewayApiEntrances(objects, edge),
    servers,
    absoluteUrls: new AbsoluteUrls({ edge, servers, listener, examples }),
    examples,
  };
}

/** The answer through the entrance at which the request reaches a backend, or else through the first one that responds. */
export function answerFrom(table: EdgeTable, request: OutsideRequest): RouteAnswer {
  const answers = table.entrances.map((entrance) => answerThrough(table, entrance, request));
  const [first = noListener] = answers;
  return (
    answers.find(({ reached }) => reached) ??
    answers.find((answer) => !answer.reached && answer.status !== undefined) ??
    answers.find((answer) => !answer.reached && answer.by !== undefined) ??
    first
  );
}

export function answerThrough(
  { edge, servers }: EdgeTable,
  { policies, listeners }: Entrance,
  request: OutsideRequest,
): RouteAnswer {
  // A listener serves only its own routes, so a request with another Host header reaches none of them.
  const listener = listeners.find(serverNameOf(request));
  const gateway = (toGateway: OutsideRequest): RouteAnswer =>
    listener === undefined ? noListener : gatewayAnswer(edge, policies, listener, toGateway);
  if (edge.kind === "ingress-and-istio")
    return ingressAnswer(edge, servers, listener === undefined ? undefined : gateway, request);
  if (listener !== undefined && listener.authorities.length > 0 && request.clientCertificate !== true)
    return {
      reached: false,
      status: undefined,
      reason: "The listener requires a client certificate.",
      by: listener.gateway,
    };
  return gateway(request);
}

const noListener = rejected(undefined, "No listener has the server name of the TLS handshake.");
