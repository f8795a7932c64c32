import { type PatternPart, partsOnCluster, serverConfigPlace } from "../patterns/pattern.ts";
import { hasRuntime, lifecycleOf } from "../validate/effective.ts";
import { accessObjects } from "./access.ts";
import { drainedPlaceholder } from "./drained-placeholder.ts";
import { monitoringObjects } from "./monitoring.ts";
import { namespaceObject } from "./namespace.ts";
import { networkObjects } from "./network.ts";
import { quotaObjects } from "./quota.ts";
import { runtimeObject } from "./runtime.ts";
import { replicaAliases } from "./runtime-stubs.ts";
import type { Generated, TenantObjects, TenantScope } from "./scope.ts";
import { secretObjects } from "./secrets.ts";
import { serverConfigs } from "./server-config.ts";
import { servingObjects } from "./serving.ts";
import { storageObjects } from "./storage.ts";

type Concern = (scope: TenantScope) => readonly Generated[];

/** Which Application owns what a concern makes; ServerConfigs go where the pattern has its operator look for them. */
const guardrails: readonly Concern[] = [quotaObjects, accessObjects, networkObjects, secretObjects, runtimeObject];
const workloads: readonly Concern[] = [storageObjects, servingObjects, monitoringObjects];

/** One tenant on one cluster: every object that it is made of, by the Application that owns it. */
export function generateTenant(scope: TenantScope): TenantObjects {
  const { platform, cluster, pattern, tenant } = scope;
  const leaving = isLeaving(scope);
  const parts = partsOnCluster(pattern, cluster);
  const within = parts.includes("namespace") ? guardrails : [namespaceObject, ...guardrails];
  const owned: Record<PatternPart, readonly Generated[]> = {
    namespace: namespaceObject(scope),
    guardrails: within.flatMap((concern) => concern(scope)),
    serverconfigs: [],
    operator: [],
    aliases: pattern.runtime === "shared" ? replicaAliases(scope) : [],
    workloads: leaving ? drainedPlaceholder(scope) : workloads.flatMap((concern) => concern(scope)),
  };
  const { part } = serverConfigPlace(pattern, platform.spec.seldon.namespace, tenant.name, "");
  // A ServerConfig outlives the Servers that were made of it: beside them it is theirs to take along, elsewhere it waits.
  const kept = part === "workloads" ? !leaving : hasRuntime(cluster, tenant);
  if (kept) owned[part] = [...serverConfigs(scope), ...owned[part]];
  return new Map(parts.map((name) => [name, owned[name]]));
}

/** Whether its workloads are being taken away, or are gone. */
export function isLeaving({ cluster, tenant }: TenantScope): boolean {
  const state = lifecycleOf(cluster, tenant);
  return state === "draining" || state === "drained";
}
