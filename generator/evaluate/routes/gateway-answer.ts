import { denialOf } from "./authorization.ts";
import type { ObjectReference, ProxyEdge } from "./edge.ts";
import { envoyPath, envoyTarget } from "./envoy-path.ts";
import type { PodPolicies } from "./policies.ts";
import type { Header, OutsideRequest } from "./request.ts";
import {
  type Backend,
  type EdgeListener,
  type EdgeRoute,
  matchesPath,
  rewritten,
  type VirtualHost,
} from "./route-table.ts";

export type RouteAnswer = Reached | NotReached;

/** A request that reaches a backend, as the backend receives it. */
export interface Reached {
  readonly reached: true;
  readonly backend: Backend;
  readonly path: string;
  /** Header names are in lower case. */
  readonly headers: readonly Header[];
  readonly route: ObjectReference;
  readonly timeout: string | undefined;
  /** The authorities of client certificates, of which the request needed one. Empty if it needed no certificate. */
  readonly authorities: readonly string[];
  /** The objects that the request passes, the route last. */
  readonly hops: readonly ObjectReference[];
  /** The route in the table of the edge. Undefined if an Ingress forwards the request directly to the backend. */
  readonly edgeRoute: EdgeRoute | undefined;
}

interface NotReached {
  readonly reached: false;
  /** Undefined if the edge closes the connection without a response. */
  readonly status: number | undefined;
  readonly reason: string;
  /** The object that rejects the request. */
  readonly by?: ObjectReference;
}

/** Envoy 1.40 rejects other methods of HTTP/1.1. */
const knownMethods =
  /^(ACL|BIND|CHECKOUT|COPY|DELETE|GET|HEAD|LINK|LOCK|MERGE|MKACTIVITY|MKCALENDAR|MKCOL|MOVE|MSEARCH|NOTIFY|OPTIONS|PATCH|POST|PROPFIND|PROPPATCH|PURGE|PUT|REBIND|REPORT|SEARCH|SOURCE|SUBSCRIBE|TRACE|UNBIND|UNLINK|UNLOCK|UNSUBSCRIBE)$/;

/** The answer of the pods of an Istio gateway. */
export function gatewayAnswer(
  edge: ProxyEdge,
  policies: PodPolicies,
  listener: EdgeListener,
  request: OutsideRequest,
): RouteAnswer {
  const isHttp1 = request.protocol === "http";
  if (isHttp1 && !knownMethods.test(request.method)) return rejected(400, "The gateway rejects the method.");
  const target =
    isHttp1 || !request.path.startsWith("/")
      ? envoyTarget(request.path, request.host)
      : { ...envoyTarget(request.path, request.host), host: request.host };
  if ("status" in target) return rejected(target.status, "The gateway rejects the request target.");
  const read = envoyPath(target.path, edge.pathNormalization);
  if ("status" in read) return rejected(read.status, "The gateway rejects the path.");
  const { method, token } = request;
  const denial = denialOf(policies, { method, host: target.host, path: read.path, token });
  if (denial !== undefined) return { reached: false, ...denial };
  const virtualHost = virtualHostOf(listener, target.host);
  if (virtualHost === undefined) return rejected(404, `The listener has no routes for the host ${target.host}.`);
  const route = virtualHost.routes.find(
    (candidate) =>
      matchesPath(candidate.match, read.path) && (candidate.method === undefined || candidate.method === method),
  );
  if (route === undefined) return rejected(404, "No route matches the path and the method.");
  if (route.backend === undefined)
    return { reached: false, status: 500, reason: "The route has no valid backend.", by: route.object };
  return {
    reached: true,
    backend: route.backend,
    path: rewritten(route, read.path, read.query),
    headers: changedHeaders(route, request.headers),
    route: route.object,
    timeout: route.timeout,
    authorities: listener.authorities,
    hops: [listener.gateway, route.object],
    edgeRoute: route,
  };
}

export function rejected(status: number | undefined, reason: string): NotReached {
  return { reached: false, status, reason };
}

/** Istio sets `ignore_port_in_host_matching`. Envoy compares hosts in lower case, and keeps a last dot. */
export function virtualHostOf({ virtualHosts }: EdgeListener, host: string): VirtualHost | undefined {
  const colon = host.lastIndexOf(":");
  const name = (colon < 0 ? host : host.slice(0, colon)).toLowerCase();
  return virtualHosts.find(name);
}

/** Envoy first removes headers, and then sets and adds headers. A set header replaces all headers of its name. */
function changedHeaders(route: EdgeRoute, headers: readonly Header[]): readonly Header[] {
  const kept = headers
    .map(([name, value]): Header => [name.toLowerCase(), value])
    .filter(([name]) => !route.remove.includes(name) && !route.set.has(name));
  return [...kept, ...route.set, ...route.add];
}
