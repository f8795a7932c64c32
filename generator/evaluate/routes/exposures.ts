import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { modelHeader } from "../../models/seldon-headers.ts";
import { type EdgeTable, edgeTable } from "./answer.ts";
import { type Authentication, authenticationOf } from "./authentication.ts";
import type { ObjectReference, ProxyEdge } from "./edge.ts";
import type { OutsideRequest } from "./request.ts";
import type { Backend, EdgeListener, EdgeRoute, PathMatch } from "./route-table.ts";

/** Requests that reach a backend from outside of the cluster. */
export interface Exposure {
  /** `*.` and a domain, or `*`, for several hosts. */
  readonly host: string;
  readonly path: string;
  readonly matches: "exact" | "prefix";
  /** Undefined if every method reaches the backend. */
  readonly method: string | undefined;
  readonly protocol: "http" | "grpc";
  readonly backend: Backend;
  /** The header `seldon-model` that the edge sets. Undefined if the client can choose it. */
  readonly target: string | undefined;
  /** The headers that the edge removes. */
  readonly removes: readonly string[];
  readonly authentication: Authentication;
  readonly timeout: string | undefined;
  readonly route: ObjectReference;
  /** The Gateway with the listener. Undefined if an Ingress forwards the requests directly to the backend. */
  readonly gateway: ObjectReference | undefined;
}

/** All requests that reach a backend from outside of the cluster, except through objects of `unevaluatedParts`. */
export function exposures(objects: readonly KubernetesObject[], edge: ProxyEdge): readonly Exposure[] {
  const table = edgeTable(objects, edge);
  const locations = table.servers.values.flatMap((server) => server.locations.map(({ match }) => match));
  const routed = table.entrances.flatMap((entrance) =>
    entrance.listeners.values.flatMap((listener) =>
      listener.virtualHosts.values.flatMap(({ host, routes }) =>
        routes.flatMap((route) =>
          candidates(edge, locations, route).flatMap((match) =>
            exposureOf({ ...table, entrances: [entrance] }, listener, host, route, match),
          ),
        ),
      ),
    ),
  );
  return [...routed, ...directExposures(table)];
}

/**
 * The paths by which a route may be reachable. An exact location of ingress-nginx narrows a prefix. A prefix location does not
 * narrow anything, because Envoy shortens paths that ingress-nginx does not.
 */
function candidates(edge: ProxyEdge, locations: readonly PathMatch[], { match }: EdgeRoute): readonly PathMatch[] {
  if (edge.kind === "gateway-api" || match.type === "exact") return [match];
  const exact = new Set(locations.filter(({ type }) => type === "exact").map(({ value }) => value));
  const narrowed = [...exact].map((value): PathMatch => ({ type: "exact", value }));
  return locations.some(({ type }) => type !== "exact") ? [match, ...narrowed] : narrowed;
}

function exposureOf(
  table: EdgeTable,
  { gateway, hostname }: EdgeListener,
  host: string,
  route: EdgeRoute,
  match: PathMatch,
): readonly Exposure[] {
  const { backend } = route;
  if (backend === undefined) return [];
  const request: OutsideRequest = {
    method: route.method ?? "POST",
    host: table.examples.hostOf(host),
    // The client chooses the listener by the handshake, and the virtual host by the header Host.
    ...(table.edge.kind === "gateway-api" ? { serverName: table.examples.hostOf(hostname) } : {}),
    path: table.examples.pathOf(match),
    headers: [],
    protocol: route.protocol,
  };
  const authentication = authenticationOf(table, request, ({ edgeRoute }) => edgeRoute === route);
  if (authentication === undefined) return [];
  return [
    {
      host,
      path: match.value,
      matches: match.type === "exact" ? "exact" : "prefix",
      method: route.method,
      protocol: route.protocol,
      backend,
      target: route.set.get(modelHeader),
      removes: route.remove,
      authentication,
      timeout: route.timeout,
      route: route.object,
      gateway,
    },
  ];
}

/** The locations of ingress-nginx that forward to a backend without the gateway. */
function directExposures(table: EdgeTable): readonly Exposure[] {
  return table.servers.values.flatMap(({ host, locations }) =>
    locations.flatMap(({ match, object, protocol, backend }): readonly Exposure[] => {
      const request: OutsideRequest = {
        method: "POST",
        host: table.examples.hostOf(host),
        path: table.examples.pathOf(match),
        headers: [],
        protocol,
      };
      const authentication = authenticationOf(
        table,
        request,
        ({ edgeRoute, route }) =>
          edgeRoute === undefined && route.namespace === object.namespace && route.name === object.name,
      );
      if (authentication === undefined || backend === undefined) return [];
      const { type, value: path } = match;
      const matches = type === "exact" ? "exact" : "prefix";
      const fixed = { method: undefined, target: undefined, removes: [], timeout: undefined, gateway: undefined };
      return [{ host, path, matches, protocol, backend, authentication, route: object, ...fixed }];
    }),
  );
}
