import { compareStrings } from "../../diagnostics/diagnostic.ts";
import { defined } from "../../models/defined.ts";
import { Gateway, GRPCRoute, HTTPRoute, ReferenceGrant } from "../../models/kubernetes-classes.ts";
import { modelHeader } from "../../models/seldon-headers.ts";
import { authorityOf, hostsOf, type Route, removedHeaders } from "../../patterns/route.ts";
import { type Generated, metadata } from "../scope.ts";
import { authoritySecret, certificateSecret } from "./certificates.ts";
import { dnsAnnotations } from "./dns.ts";
import type { RouteScope } from "./route-objects.ts";

const api = "gateway.networking.k8s.io";
/** Only clients with a valid certificate can connect. */
export const validClientsOnly = "AllowValidOnly" as const;

/** The HTTPRoute and the GRPCRoute of each route. Fields with the value that the API server would write are included. */
export function apiRoutes(input: RouteScope): readonly Generated[] {
  return input.routes.flatMap((route) => [...httpRoute(input, route), ...grpcRoute(input, route)]);
}

function httpRoute(input: RouteScope, route: Route): readonly Generated[] {
  const { rest, host, timeout, origin } = route;
  if (rest === undefined) return [];
  const rules = rest.requests.map(({ method, path, seldonPath }) => ({
    matches: [{ path: { type: "Exact" as const, value: path }, method }],
    filters: [
      headerFilter(route),
      ...(path === seldonPath
        ? []
        : [
            {
              type: "URLRewrite" as const,
              urlRewrite: { path: { type: "ReplaceFullPath" as const, replaceFullPath: seldonPath } },
            },
          ]),
    ],
    backendRefs: [backendOf(input)],
    timeouts: { request: `${timeout}s` },
  }));
  return [
    {
      object: new HTTPRoute({
        metadata: metadata(input.scope, route.name),
        spec: { parentRefs: [parentOf(input, route)], hostnames: [host], rules },
      }),
      origin,
    },
  ];
}

function grpcRoute(input: RouteScope, route: Route): readonly Generated[] {
  const { grpc, host, origin } = route;
  if (grpc === undefined) return [];
  return [
    {
      object: new GRPCRoute({
        metadata: metadata(input.scope, route.name),
        spec: {
          parentRefs: [parentOf(input, route)],
          hostnames: [host],
          rules: [
            {
              matches: grpc.methods.map((method) => ({
                method: { type: "Exact" as const, service: grpc.service, method },
              })),
              filters: [headerFilter(route)],
              backendRefs: [backendOf(input)],
            },
          ],
        },
      }),
      origin,
    },
  ];
}

/** Sets the header, which overwrites that of the client. Without it, Seldon takes the target from the path (2.9.1). */
function headerFilter(route: Route): {
  type: "RequestHeaderModifier";
  requestHeaderModifier: { set: { name: string; value: string }[]; remove: string[] };
} {
  return {
    type: "RequestHeaderModifier",
    requestHeaderModifier: {
      set: [{ name: modelHeader, value: route.target.header }],
      remove: [...removedHeaders(route)],
    },
  };
}

function parentOf(
  { edge, scope }: RouteScope,
  route: Route,
): { group: string; kind: string; name: string; namespace: string; sectionName: string } {
  return {
    group: api,
    kind: "Gateway",
    name: gatewayName(scope.tenant.name, authorityOf(route)),
    namespace: edge.gateway.workload.namespace,
    sectionName: route.host,
  };
}

function backendOf({ scope, envoyNamespace }: RouteScope): {
  group: string;
  kind: string;
  name: string;
  namespace?: string;
  port: number;
  weight: number;
} {
  return {
    group: "",
    kind: "Service",
    name: scope.seldon.service.mesh,
    ...(envoyNamespace === scope.tenant.name ? {} : { namespace: envoyNamespace }),
    port: 80,
    weight: 1,
  };
}

/**
 * The Gateways of a tenant: one for each certificate authority of its clients, and one for all other hosts. A Gateway with
 * the name of a Service as its address uses the pods of this Service (Istio 1.31). Each listener accepts the routes of
 * exactly one namespace.
 */
export function apiGateways(input: RouteScope): readonly Generated[] {
  const { scope, edge, routes, gatewayPlace } = input;
  const { cluster, tenant } = scope;
  const { gateway } = edge;
  const { namespace } = gateway.workload;
  const service = `${gateway.service}.${namespace}.svc.${cluster.spec.network.dns.domain}`;
  return [...Map.groupBy(routes, authorityOf)]
    .map(([authority, group]) => ({ authority, group, name: gatewayName(tenant.name, authority) }))
    .sort((left, right) => compareStrings(left.name, right.name))
    .map(({ authority, group, name }) => ({
      object: new Gateway({
        metadata: metadata({ place: gatewayPlace }, name, { annotations: dnsAnnotations(input) }),
        spec: {
          gatewayClassName: gateway.class,
          addresses: [{ type: "Hostname", value: service }],
          listeners: hostsOf(group).map((host) => ({
            name: host,
            hostname: host,
            port: 443,
            protocol: "HTTPS",
            tls: {
              mode: "Terminate" as const,
              certificateRefs: [{ group: "", kind: "Secret", name: certificateSecret(input) }],
            },
            allowedRoutes: {
              namespaces: {
                from: "Selector" as const,
                selector: { matchLabels: { "kubernetes.io/metadata.name": tenant.name } },
              },
              kinds: ["HTTPRoute", "GRPCRoute"].map((kind) => ({ group: api, kind })),
            },
          })),
          ...defined({
            tls:
              authority === undefined
                ? undefined
                : {
                    frontend: {
                      default: {
                        validation: {
                          caCertificateRefs: [
                            { group: "", kind: "Secret", name: authoritySecret(tenant.name, authority) },
                          ],
                          mode: validClientsOnly,
                        },
                      },
                    },
                  },
          }),
        },
      }),
      origin: group[0]?.origin ?? tenant.at("routes"),
    }));
}

/** Names of tenants contain no dots, so the name of a Gateway belongs to one tenant. */
function gatewayName(tenant: string, authority: string | undefined): string {
  return authority === undefined ? tenant : `${tenant}.${authority}`;
}

/** Allows the tenant's routes to use the Envoy in the namespace of a runtime that tenants share. */
export function referenceGrants({ scope, envoyNamespace }: RouteScope): readonly Generated[] {
  const { tenant, place, seldon } = scope;
  if (envoyNamespace === tenant.name) return [];
  return [
    {
      object: new ReferenceGrant({
        metadata: metadata({ place: { namespace: envoyNamespace, labels: place.labels } }, `${tenant.name}.routes`),
        spec: {
          from: ["GRPCRoute", "HTTPRoute"].map((kind) => ({ group: api, kind, namespace: tenant.name })),
          to: [{ group: "", kind: "Service", name: seldon.service.mesh }],
        },
      }),
      origin: tenant.at("routes"),
    },
  ];
}
