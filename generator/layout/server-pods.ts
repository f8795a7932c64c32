import type { TenantScope } from "../generate/scope.ts";
import { configNameOf, firstReplicas, mostReplicas, serverConfigsOf } from "../validate/effective.ts";
import type { TenantSpec } from "../validate/tenant.ts";

type Server = TenantSpec["servers"][string];

/** The names of the pods that a Server has and can have, as the operator's StatefulSet assigns them. */
export function podNames(name: string, server: Server): string {
  const most = Math.max(mostReplicas(server), firstReplicas(server));
  return most <= 1 ? `${name}-0` : `${name}-0 to ${name}-${most - 1}`;
}

/** The runtime in a Server's pods, which is also the name of its container. */
export function serverTypeOf({ platform, tenant }: TenantScope, server: Server): string {
  return serverConfigsOf(platform, tenant).get(configNameOf(server) ?? "")?.server.name ?? "";
}

/** The number of replicas of a Server or model, and whether it is autoscaled. */
export function replicasOf(scaled: Pick<Server, "replicas" | "minReplicas" | "maxReplicas">): string {
  const { minReplicas, maxReplicas } = scaled;
  if (minReplicas === undefined && maxReplicas === undefined) return String(firstReplicas(scaled));
  return `${minReplicas ?? 1} to ${maxReplicas ?? "any number"}, autoscaled`;
}
