import { type PatternPart, partsOnCluster, serverConfigPlace } from "../patterns/pattern.ts";
import { hasRuntime, lifecycleOf } from "../validate/effective.ts";
import { accessObjects } from "./access.ts";
import { drainedPlaceholder } from "./drained-placeholder.ts";
import { monitoringObjects } from "./monitoring.ts";
import { namespaceObject } from "./namespace.ts";
import { networkObjects } from "./network.ts";
import { quotaObjects } from "./quota.ts";
import { routeObjects } from "./routes/route-objects.ts";
import { runtimeObject } from "./runtime.ts";
import { replicaAliases } from "./runtime-stubs.ts";
import type { Generated, TenantObjects, TenantScope } from "./scope.ts";
import { secretObjects } from "./secrets.ts";
import { serverConfigs } from "./server-config.ts";
import { servingObjects } from "./serving.ts";
import { tenantRecipient } from "./share-recipient.ts";
import { storageObjects } from "./storage.ts";
import { secretCopies } from "./tenant-shares.ts";

type Concern = (scope: TenantScope) => readonly Generated[];

/** The generators of the guardrails and workloads Applications. The pattern decides which Application has the ServerConfigs. */
const guardrails: readonly Concern[] = [
  quotaObjects,
  accessObjects,
  networkObjects,
  secretObjects,
  (scope) => secretCopies(tenantRecipient(scope)),
  runtimeObject,
];
const workloads: readonly Concern[] = [storageObjects, servingObjects, monitoringObjects];

/** All objects of one tenant on one cluster, by the Application that owns them. */
export function generateTenant(scope: TenantScope): TenantObjects {
  const { platform, cluster, pattern, tenant } = scope;
  const leaving = isBeingRemoved(scope);
  const parts = partsOnCluster(pattern, cluster);
  const within = parts.includes("namespace") ? guardrails : [namespaceObject, ...guardrails];
  const owned: Record<PatternPart, readonly Generated[]> = {
    namespace: namespaceObject(scope),
    guardrails: within.flatMap((concern) => concern(scope)),
    serverconfigs: [],
    operator: [],
    aliases: pattern.runtime === "shared" ? replicaAliases(scope) : [],
    routes: routeObjects(scope),
    workloads: leaving ? drainedPlaceholder(scope) : workloads.flatMap((concern) => concern(scope)),
  };
  const { part } = serverConfigPlace(pattern, platform.spec.seldon.namespace, tenant.name, "");
  // A ServerConfig must exist as long as its Servers. In the same Application it is pruned after them, in another one
  // it stays until the runtime is gone.
  const kept = part === "workloads" ? !leaving : hasRuntime(cluster, tenant);
  if (kept) owned[part] = [...serverConfigs(scope), ...owned[part]];
  return new Map(parts.map((name) => [name, owned[name]]));
}

/** Whether its workloads are being removed, or are removed. */
export function isBeingRemoved({ cluster, tenant }: TenantScope): boolean {
  const state = lifecycleOf(cluster, tenant);
  return state === "draining" || state === "drained";
}
