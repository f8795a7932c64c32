import { tenantFlows } from "../generate/flows.ts";
import { generateTenant } from "../generate/generate-tenant.ts";
import { type TenantScope, tenantScope } from "../generate/scope.ts";
import { nanos } from "../models/quantity.ts";
import { tenantDemand, totalDemand } from "../patterns/demand.ts";
import type { Flow, FlowPeer } from "../patterns/flow.ts";
import { runtimeNamespace, serverConfigPlace } from "../patterns/pattern.ts";
import { quotaOf, serverConfigsOf, servesModels } from "../validate/effective.ts";
import type { ClusterEntry, TenantEntry } from "../validate/inventory.ts";

/** Something in another namespace that a tenant needs, or that connects to the tenant's namespace. */
export interface Dependency {
  readonly cluster: string;
  readonly tenant: string;
  readonly on: string;
  readonly why: string;
}

/** All dependencies across a tenant's namespace boundary: flows, and objects in other namespaces. */
export function dependenciesOf(cluster: ClusterEntry, tenant: TenantEntry): readonly Dependency[] {
  const scope = tenantScope(cluster, tenant);
  const dependency = (on: string, why: string): Dependency => ({ cluster: cluster.name, tenant: tenant.name, on, why });
  return [
    ...tenantFlows(scope).map((flow) => dependency(`${flow.name}: ${peersOf(flow)}`, flow.why)),
    ...objectsElsewhere(scope).map(({ on, why }) => dependency(on, why)),
  ];
}

function objectsElsewhere({
  platform,
  cluster,
  pattern,
  tenant,
}: TenantScope): readonly Pick<Dependency, "on" | "why">[] {
  if (!servesModels(tenant)) return [];
  const { namespace } = platform.spec.seldon;
  const configs = [...serverConfigsOf(platform, tenant).keys()]
    .map((name) => serverConfigPlace(pattern, namespace, tenant.name, name))
    .filter((place) => place.namespace !== tenant.name)
    .map((place) => ({
      on: `ServerConfig ${place.name} in ${place.namespace}`,
      why: `${cluster.name} uses pattern ${pattern.name}: the operator reads ServerConfigs only from its own namespace`,
    }));
  const runtime = runtimeNamespace(pattern, namespace, tenant.name);
  return [
    ...configs,
    ...(runtime === tenant.name
      ? []
      : [
          {
            on: `scheduler and Envoy in ${runtime}`,
            why: `${cluster.name} uses pattern ${pattern.name}: all tenants share one scheduler and one Envoy`,
          },
        ]),
    ...(pattern.operator === "central"
      ? [
          {
            on: `the operator in ${namespace}`,
            why: `${cluster.name} uses pattern ${pattern.name}: one operator manages all tenants`,
          },
        ]
      : []),
  ];
}

function peersOf({ peers, direction }: Flow): string {
  const named = peers.map((peer: FlowPeer) => {
    if (peer.kind === "pods") return peer.namespaces.join(", ");
    if (peer.kind === "outside") return peer.cidr;
    return peer.kind === "node" ? `node ${peer.address}` : "the API server";
  });
  return `${direction === "out" ? "to" : "from"} ${[...new Set(named)].join(", ")}`;
}

export interface ModelPlacement {
  readonly cluster: string;
  readonly tenant: string;
  readonly models: number;
  readonly atHome: number;
}

/** The number of a tenant's models, and of those in the tenant's namespace. */
export function modelPlacementOf(cluster: ClusterEntry, tenant: TenantEntry): ModelPlacement {
  const objects = [...generateTenant(tenantScope(cluster, tenant)).values()].flat();
  const models = objects.filter(({ object }) => object.kind === "Model");
  const atHome = models.filter(({ object }) => object.metadata?.namespace === tenant.name);
  return { cluster: cluster.name, tenant: tenant.name, models: models.length, atHome: atHome.length };
}

export interface Utilisation {
  readonly cluster: string;
  readonly tenant: string;
  readonly what: string;
  /** In billionths of a core or byte, or a count. */
  readonly used: bigint;
  readonly quota: bigint;
  readonly unit: "cores" | "bytes" | "count";
}

/** The maximum requests of a tenant's own pods, and its quota. */
export function utilisationOf(cluster: ClusterEntry, tenant: TenantEntry): readonly Utilisation[] {
  const { platform } = cluster;
  const { pattern } = tenantScope(cluster, tenant);
  const quota = quotaOf(platform.spec, tenant);
  if (quota === undefined) return [];
  const used = totalDemand(tenantDemand(pattern, cluster, tenant));
  const row = (what: string, amount: bigint, limit: bigint, unit: Utilisation["unit"]): Utilisation => ({
    cluster: cluster.name,
    tenant: tenant.name,
    what,
    used: amount,
    quota: limit,
    unit,
  });
  const claims = used.claims + Object.keys(tenant.spec.storage).length;
  return [
    row("CPU requested", used.requests.cpu, nanos(quota.requests.cpu), "cores"),
    row("memory requested", used.requests.memory, nanos(quota.requests.memory), "bytes"),
    row("CPU limits", used.limits.cpu, nanos(quota.limits.cpu), "cores"),
    row("memory limits", used.limits.memory, nanos(quota.limits.memory), "bytes"),
    row("volume claims", BigInt(claims), BigInt(quota.persistentVolumeClaims), "count"),
  ];
}
