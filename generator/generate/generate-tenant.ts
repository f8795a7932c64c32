import { type Part, partsOf, serverConfigPlace } from "../patterns/pattern.ts";
import { hasRuntime, lifecycleOf } from "../validate/effective.ts";
import { access } from "./access.ts";
import { drainedMark } from "./drained-mark.ts";
import { monitoring } from "./monitoring.ts";
import { namespace } from "./namespace.ts";
import { network } from "./network.ts";
import { quota } from "./quota.ts";
import { runtime } from "./runtime.ts";
import type { Generated, TenantObjects, TenantScope } from "./scope.ts";
import { secrets } from "./secrets.ts";
import { serverConfigs } from "./server-config.ts";
import { serving } from "./serving.ts";
import { replicaAliases } from "./stand-ins.ts";
import { storage } from "./storage.ts";

type Concern = (scope: TenantScope) => readonly Generated[];

/** Which Application owns what a concern makes; ServerConfigs go where the pattern has its operator look for them. */
const guardrails: readonly Concern[] = [quota, access, network, secrets, runtime];
const workloads: readonly Concern[] = [storage, serving, monitoring];

/** One tenant on one cluster: every object that it is made of, by the Application that owns it. */
export function generateTenant(scope: TenantScope): TenantObjects {
  const { platform, cluster, pattern, tenant } = scope;
  const leaving = isLeaving(scope);
  const parts = partsOf(pattern, cluster);
  const within = parts.includes("namespace") ? guardrails : [namespace, ...guardrails];
  const owned: Record<Part, readonly Generated[]> = {
    namespace: namespace(scope),
    guardrails: within.flatMap((concern) => concern(scope)),
    serverconfigs: [],
    operator: [],
    aliases: pattern.runtime === "shared" ? replicaAliases(scope) : [],
    workloads: leaving ? drainedMark(scope) : workloads.flatMap((concern) => concern(scope)),
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
