import { type Edge, type EdgeName, edgeOf } from "../../patterns/edge.ts";
import { runtimeNamespace } from "../../patterns/pattern.ts";
import { type Route, routesOf, servesRoutes } from "../../patterns/route.ts";
import type { Generated, ObjectPlace, TenantScope } from "../scope.ts";
import { accessPolicies } from "./authentication.ts";
import { certificates } from "./certificates.ts";
import { apiGateways, apiRoutes, referenceGrants } from "./gateway-api.ts";
import { ingresses, istioGateways, virtualServices } from "./ingress-and-istio.ts";

/** The complete input of a generator of routes. */
export interface RouteScope {
  readonly scope: TenantScope;
  readonly edge: Edge;
  readonly routes: readonly Route[];
  /** The namespace of the gateway. */
  readonly gatewayPlace: ObjectPlace;
  /** The namespace of Seldon's Envoy for the tenant. */
  readonly envoyNamespace: string;
}

type Generator = (input: RouteScope) => readonly Generated[];

const ofTenant: Readonly<Record<EdgeName, readonly Generator[]>> = {
  "gateway-api": [apiRoutes],
  "ingress-and-istio": [virtualServices],
};

const ofGateway: Readonly<Record<EdgeName, readonly Generator[]>> = {
  "gateway-api": [apiGateways, referenceGrants, certificates, accessPolicies],
  "ingress-and-istio": [istioGateways, ingresses, certificates, accessPolicies],
};

/** The routes of a tenant, in its namespace. */
export function routeObjects(scope: TenantScope): readonly Generated[] {
  return generated(scope, ofTenant);
}

/** The objects of a tenant's routes in the namespace of the gateway, and the permission to use the Envoy that tenants share. */
export function edgeObjects(scope: TenantScope): readonly Generated[] {
  return generated(scope, ofGateway);
}

function generated(
  scope: TenantScope,
  generators: Readonly<Record<EdgeName, readonly Generator[]>>,
): readonly Generated[] {
  const input = routeScope(scope);
  return input === undefined ? [] : generators[input.edge.name].flatMap((generate) => generate(input));
}

/** Undefined for a tenant without routes. */
export function routeScope(scope: TenantScope): RouteScope | undefined {
  const { platform, cluster, pattern, tenant, place } = scope;
  const edge = edgeOf(cluster);
  if (edge === undefined || !servesRoutes(cluster, tenant)) return undefined;
  return {
    scope,
    edge,
    routes: routesOf(cluster, tenant),
    gatewayPlace: { namespace: edge.gateway.workload.namespace, labels: place.labels },
    envoyNamespace: runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name),
  };
}
