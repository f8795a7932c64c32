import type { TenantScope } from "../generate/scope.ts";
import { configNameOf, firstReplicas, mostReplicas, serverConfigsOf } from "../validate/effective.ts";
import type { TenantSpec } from "../validate/tenant.ts";

type Server = TenantSpec["servers"][string];

/** The pods that a Server has, and can have, as the operator's StatefulSet calls them. */
export function podNames(name: string, server: Server): string {
  const most = Math.max(mostReplicas(server), firstReplicas(server));
  return most <= 1 ? `${name}-0` : `${name}-0 to ${name}-${most - 1}`;
}

/** The runtime that a Server's pods run, which is also what its container is called. */
export function serverTypeOf({ platform, tenant }: TenantScope, server: Server): string {
  return serverConfigsOf(platform, tenant).get(configNameOf(server) ?? "")?.server.name ?? "";
}

/** How many replicas of a Server or model there are, and who decides. */
export function replicasOf(scaled: Pick<Server, "replicas" | "minReplicas" | "maxReplicas">): string {
  const { minReplicas, maxReplicas } = scaled;
  if (minReplicas === undefined && maxReplicas === undefined) return String(firstReplicas(scaled));
  return `${minReplicas ?? 1} to ${maxReplicas ?? "any number"}, autoscaled`;
}
