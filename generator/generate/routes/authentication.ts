import { AuthorizationPolicy, RequestAuthentication } from "../../models/kubernetes-classes.ts";
import { managedBy } from "../../models/marks.ts";
import { edgeOf } from "../../patterns/edge.ts";
import { type Route, routesOf, servesRoutes } from "../../patterns/route.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import type { TokenIssuer } from "../../validate/platform-token-issuers.ts";
import { type ClusterScope, type Generated, metadata, sortedEntries } from "../scope.ts";
import type { RouteScope } from "./route-objects.ts";

/** The issuers whose tokens some route of the cluster requires, by name. */
export function usedIssuers(cluster: ClusterEntry): readonly (readonly [string, TokenIssuer])[] {
  const used = new Set(
    cluster.tenants
      .filter((tenant) => servesRoutes(cluster, tenant))
      .flatMap((tenant) => routesOf(cluster, tenant).flatMap((route) => jwtOf(route)?.issuer ?? [])),
  );
  return sortedEntries(cluster.platform.spec.tokenIssuers).filter(([name]) => used.has(name));
}

/**
 * The validation of tokens at the gateway, once for each issuer. It also accepts requests without a token: the policies of
 * the tenants deny those. It selects pods, because a gateway with its own Service ignores policies for its Gateway objects
 * (Istio 1.31).
 */
export function tokenValidation({ cluster }: ClusterScope): readonly Generated[] {
  const edge = edgeOf(cluster);
  if (edge === undefined) return [];
  const { namespace, pods } = edge.gateway.workload;
  return usedIssuers(cluster).map(([name, { issuer, keys }]) => ({
    object: new RequestAuthentication({
      metadata: metadata({ place: { namespace, labels: managedBy } }, name),
      spec: { selector: { matchLabels: { ...pods } }, jwtRules: [{ issuer, jwksUri: keys }] },
    }),
    origin: cluster.platform.at("tokenIssuers", name),
  }));
}

/**
 * Denies requests to the hosts of a tenant that have no token, or a token of another issuer or for another audience. A value
 * that a token lacks counts as another value. The gateway also accepts a host with a port, so the policy names both forms.
 */
export function accessPolicies({ scope, edge, routes, gatewayPlace }: RouteScope): readonly Generated[] {
  const { platform, tenant } = scope;
  const byHost = new Map(routes.flatMap((route) => (jwtOf(route) === undefined ? [] : [[route.host, route] as const])));
  if (byHost.size === 0) return [];
  const rules = [...byHost].sort().flatMap(([host, route]) => {
    const { issuer = "", audiences = [] } = jwtOf(route) ?? {};
    const to = [{ operation: { hosts: [host, `${host}:*`] } }];
    const expected = platform.spec.tokenIssuers[issuer]?.issuer ?? "";
    return [
      { from: [{ source: { notRequestPrincipals: ["*"] } }], to },
      { to, when: [{ key: "request.auth.claims[iss]", notValues: [expected] }] },
      { to, when: [{ key: "request.auth.audiences", notValues: [...audiences] }] },
    ];
  });
  return [
    {
      object: new AuthorizationPolicy({
        metadata: metadata({ place: gatewayPlace }, tenant.name),
        spec: { selector: { matchLabels: { ...edge.gateway.workload.pods } }, action: "DENY", rules },
      }),
      origin: tenant.at("routes"),
    },
  ];
}

/** The issuer and the audiences of the tokens that a route requires. Undefined if it requires none. */
export function jwtOf({
  authentication,
}: Route): { readonly issuer: string; readonly audiences: readonly string[] } | undefined {
  return authentication === "none" ? undefined : authentication.jwt;
}
