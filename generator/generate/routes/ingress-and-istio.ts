import { Ingress, IstioGateway, VirtualService } from "../../models/kubernetes-classes.ts";
import { modelHeader } from "../../models/seldon-headers.ts";
import { authorityOf, hostsOf, type Route, removedHeaders } from "../../patterns/route.ts";
import { type Generated, metadata } from "../scope.ts";
import { authoritySecret, certificateSecret } from "./certificates.ts";
import { dnsAnnotations } from "./dns.ts";
import type { RouteScope } from "./route-objects.ts";

/**
 * The VirtualService of each route. The gateway is in another namespace, so the VirtualService is exported to that one:
 * exported to its own namespace, it would have no effect.
 */
export function virtualServices(input: RouteScope): readonly Generated[] {
  const { scope, edge, routes, envoyNamespace } = input;
  const { namespace } = edge.gateway.workload;
  const host = `${scope.seldon.service.mesh}.${envoyNamespace}.svc.${scope.cluster.spec.network.dns.domain}`;
  return routes.map((route) => ({
    object: new VirtualService({
      metadata: metadata(scope, route.name),
      spec: {
        exportTo: [namespace],
        hosts: [route.host],
        gateways: [`${namespace}/${scope.tenant.name}`],
        http: [...restPaths(route), ...grpcPaths(route)].map(({ method, path, seldonPath, timeout }) => ({
          match: [{ uri: { exact: path }, method: { exact: method } }],
          headers: { request: { set: { [modelHeader]: route.target.header }, remove: [...removedHeaders(route)] } },
          ...(path === seldonPath ? {} : { rewrite: { uri: seldonPath } }),
          route: [{ destination: { host, port: { number: 80 } } }],
          ...(timeout === undefined ? {} : { timeout: `${timeout}s` }),
          // A prediction can be expensive, and a pipeline would run twice.
          retries: { attempts: 0 },
        })),
      },
    }),
    origin: route.origin,
  }));
}

interface ExactRequest {
  readonly method: string;
  readonly path: string;
  readonly seldonPath: string;
  readonly timeout: number | undefined;
}

function restPaths({ rest, timeout }: Route): readonly ExactRequest[] {
  return (rest?.requests ?? []).map((request) => ({ ...request, timeout }));
}

/** A gRPC request is a POST to the path of its method. */
function grpcPaths({ grpc }: Route): readonly ExactRequest[] {
  return (grpc?.methods ?? []).map((method) => {
    const path = `/${grpc?.service}/${method}`;
    return { method: "POST", path, seldonPath: path, timeout: grpc?.timeout };
  });
}

/** The hosts of a tenant at the gateway, each bound to the VirtualServices of the tenant's namespace. */
export function istioGateways({ scope, edge, routes, gatewayPlace }: RouteScope): readonly Generated[] {
  const { tenant } = scope;
  const { workload, behind } = edge.gateway;
  return [
    {
      object: new IstioGateway({
        metadata: metadata({ place: gatewayPlace }, tenant.name),
        spec: {
          selector: { ...workload.pods },
          servers: [
            {
              port: { number: behind, name: "http", protocol: "HTTP" },
              hosts: hostsOf(routes).map((host) => `${tenant.name}/${host}`),
            },
          ],
        },
      }),
      origin: tenant.at("routes"),
    },
  ];
}

/**
 * The Ingress objects of each route, in the namespace of the gateway because an Ingress can use only Services in the
 * same namespace. gRPC needs a separate one: the annotation of the protocol applies to all paths of an Ingress.
 */
export function ingresses(input: RouteScope): readonly Generated[] {
  const { scope, edge, routes, gatewayPlace } = input;
  const { tenant } = scope;
  const { service, behind } = edge.gateway;
  return routes.flatMap((route) =>
    [
      { name: route.name, protocol: {}, requests: restPaths(route) },
      {
        name: `${route.name}.grpc`,
        protocol: { [annotation("backend-protocol")]: "GRPC" },
        requests: grpcPaths(route),
      },
    ].flatMap(({ name, protocol, requests }) => {
      if (requests.length === 0) return [];
      const wait = waitOf(requests[0]?.timeout);
      const annotations = {
        // By default nginx forwards the header Host, which can differ from the host of an absolute URL, by which nginx chooses
        // the Ingress. A client could so reach a host that requires a certificate through a host that does not (1.15).
        [upstreamHostAnnotation]: route.host,
        ...protocol,
        ...wait,
        ...limitsOf(input, route),
        ...dnsAnnotations(input),
      };
      return [
        {
          object: new Ingress({
            metadata: metadata({ place: gatewayPlace }, `${tenant.name}.${name}`, { annotations }),
            spec: {
              ingressClassName: edge.ingress?.class ?? "",
              tls: [{ hosts: [route.host], secretName: certificateSecret(input) }],
              rules: [
                {
                  host: route.host,
                  http: {
                    paths: [...new Set(requests.map(({ path }) => path))].map((path) => ({
                      path,
                      pathType: "Exact",
                      backend: { service: { name: service, port: { number: behind } } },
                    })),
                  },
                },
              ],
            },
          }),
          origin: route.origin,
        },
      ];
    }),
  );
}

/** Seconds by which nginx waits longer than the gateway, so that the gateway answers first. */
const longerThanGateway = 5;

function waitOf(timeout: number | undefined): Readonly<Record<string, string>> {
  if (timeout === undefined) return {};
  const wait = String(timeout + longerThanGateway);
  return { [annotation("proxy-read-timeout")]: wait, [annotation("proxy-send-timeout")]: wait };
}

function limitsOf({ scope, gatewayPlace }: RouteScope, route: Route): Readonly<Record<string, string>> {
  const { bodySize, rateLimit } = route;
  const authority = authorityOf(route);
  return {
    ...(bodySize === undefined ? {} : { [annotation("proxy-body-size")]: `${bodySize}m` }),
    ...(rateLimit?.perSecond === undefined ? {} : { [annotation("limit-rps")]: String(rateLimit.perSecond) }),
    ...(rateLimit?.perMinute === undefined ? {} : { [annotation("limit-rpm")]: String(rateLimit.perMinute) }),
    // By default nginx lets five times the limit pass at once.
    ...(rateLimit === undefined ? {} : { [annotation("limit-burst-multiplier")]: "1" }),
    ...(authority === undefined
      ? {}
      : {
          [authorityAnnotation]: `${gatewayPlace.namespace}/${authoritySecret(scope.tenant.name, authority)}`,
          [annotation("auth-tls-verify-client")]: "on",
        }),
  };
}

/** The settings of ingress-nginx that routes use. */
const ingressSettings = [
  "auth-tls-secret",
  "auth-tls-verify-client",
  "backend-protocol",
  "limit-burst-multiplier",
  "limit-rpm",
  "limit-rps",
  "proxy-body-size",
  "proxy-read-timeout",
  "proxy-send-timeout",
  "upstream-vhost",
] as const;

/** All annotations of the Ingress objects. */
export const ingressAnnotations: readonly string[] = ingressSettings.map(annotation);

/** On an Ingress: the header Host that the gateway gets. */
export const upstreamHostAnnotation = annotation("upstream-vhost");

/** On an Ingress: `<namespace>/<Secret>` with the certificates of an authority of clients. */
export const authorityAnnotation = annotation("auth-tls-secret");

function annotation(name: (typeof ingressSettings)[number]): string {
  return `nginx.ingress.kubernetes.io/${name}`;
}
