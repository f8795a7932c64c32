import { isDeepStrictEqual } from "node:util";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ClusterEntry, findingAt, type TenantEntry } from "../validate/inventory.ts";
import { type Route, routesOf } from "./route.ts";

/** Requests that two routes of a tenant claim, or a route and an add-on, and hosts with two kinds of authentication. */
export function* claimFindings(cluster: ClusterEntry, tenant: TenantEntry): Iterable<Diagnostic> {
  const routes = routesOf(cluster, tenant);
  for (const [index, route] of routes.entries()) {
    const before = routes.slice(0, index).filter(({ host }) => host === route.host);
    yield* ofRoutes(tenant, route, before);
    if (before.length === 0) yield* ofAddons(cluster, tenant, route);
  }
}

function* ofRoutes(tenant: TenantEntry, route: Route, before: readonly Route[]): Iterable<Diagnostic> {
  const { messages } = codes["routes/claimed"];
  const at = (field: string): ReturnType<TenantEntry["at"]> => tenant.at("routes", route.name, field);
  const samePath = before.find(({ rest }) => rest !== undefined && rest.path === route.rest?.path);
  if (samePath !== undefined && route.rest !== undefined)
    yield findingAt(
      tenant.spec.routes[route.name]?.path === undefined ? tenant.at("routes", route.name) : at("path"),
      "routes/claimed",
      messages.samePath(route.rest.path, route.host, samePath.name),
      "Set another path or another host.",
      tenant.spec.routes[route.name]?.path === undefined ? "key" : "value",
    );
  const grpc = before.find((other) => other.grpc !== undefined);
  if (grpc !== undefined && route.grpc !== undefined)
    yield findingAt(
      at("protocols"),
      "routes/claimed",
      messages.twoGrpc(route.host, grpc.name),
      "Set another host, or remove grpc from the protocols of one of the routes.",
    );
  const other = before.find(({ authentication }) => !isDeepStrictEqual(authentication, route.authentication));
  if (other !== undefined)
    yield findingAt(
      at("authentication"),
      "routes/authentication",
      codes["routes/authentication"].messages.different(route.host, other.name),
      "Set the same authentication or another host.",
    );
}

/** The hosts that add-ons of the cluster have for themselves. */
function* ofAddons(cluster: ClusterEntry, tenant: TenantEntry, { name, host }: Route): Iterable<Diagnostic> {
  for (const addon of cluster.addons)
    for (const [setting, { type }] of Object.entries(addon.spec.settings)) {
      const value = addon.settings[setting];
      if (type !== "host" || typeof value !== "string" || value.replace(/:[0-9]+$/, "") !== host) continue;
      const message = codes["routes/claimed"].messages.ofAddon(host, addon.name, setting);
      const written = tenant.spec.routes[name]?.host === undefined ? [] : ["host"];
      yield findingAt(tenant.at("routes", name, ...written), "routes/claimed", message, "Set another host.");
    }
}
