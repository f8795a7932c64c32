import type { Part } from "../patterns/pattern.ts";
import { access } from "./access.ts";
import { monitoring } from "./monitoring.ts";
import { namespace } from "./namespace.ts";
import { network } from "./network.ts";
import { quota } from "./quota.ts";
import { runtime } from "./runtime.ts";
import type { Generated, TenantObjects, TenantScope } from "./scope.ts";
import { secrets } from "./secrets.ts";
import { serverConfigs } from "./server-config.ts";
import { serving } from "./serving.ts";
import { storage } from "./storage.ts";

type Concern = (scope: TenantScope) => readonly Generated[];

/** Which Application owns what a concern makes; ServerConfigs go where the pattern has its operator look for them. */
const guardrails: readonly Concern[] = [namespace, quota, access, network, secrets, runtime];
const workloads: readonly Concern[] = [storage, serving, monitoring];

/** One tenant on one cluster: every object that it is made of, by the Application that owns it. */
export function generateTenant(scope: TenantScope): TenantObjects {
  const owned: Record<Part, readonly Generated[]> = {
    guardrails: guardrails.flatMap((concern) => concern(scope)),
    serverconfigs: [],
    workloads: workloads.flatMap((concern) => concern(scope)),
  };
  const { part } = scope.pattern.serverConfigPlace(scope.platform, scope.tenant, "");
  owned[part] = [...serverConfigs(scope), ...owned[part]];
  return new Map(scope.pattern.parts.map((name) => [name, owned[name]]));
}
