import { nanos, parseQuantity } from "../models/quantity.ts";
import { chartSections } from "../models/seldon/chart-sections.ts";
import type { ChartPart, RunningComponent, SeldonFacts } from "../models/seldon/facts.ts";
import type { ClusterMesh } from "../validate/addons/mesh.ts";
import type { ChartValues } from "../validate/chart-values.ts";
import {
  configNameOf,
  containersOfServer,
  hasRuntime,
  lifecycleOf,
  mostReplicas,
  runsPipelines,
  seldonOf,
  serverConfigsOf,
  serverResourcesOf,
} from "../validate/effective.ts";
import { effectiveComponent, type RuntimeFiles, runningParts } from "../validate/effective-components.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../validate/inventory.ts";
import type { QuantityText } from "../validate/terms.ts";
import { meshAround } from "./mesh.ts";
import type { Pattern } from "./pattern.ts";

/** The total requests and limits of pods, in billionths of a core and of a byte, and the number of their volume claims. */
export interface Demand {
  readonly component: string;
  readonly pods: number;
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly claims: number;
}

interface Amounts {
  readonly cpu: bigint;
  readonly memory: bigint;
}

/** The maximum demand in a tenant's own namespace on such a cluster: its operator, its runtime and its Servers. */
export function tenantDemand(pattern: Pattern, cluster: ClusterEntry, tenant: TenantEntry): readonly Demand[] {
  const { platform } = cluster;
  const fallback = nanos(containersOfServer(platform.spec, tenant).default.cpu);
  const own = [
    ...(pattern.operator === "tenant" ? [operatorDemand(seldonOf(cluster), cluster, fallback)] : []),
    ...(pattern.runtime === "tenant" && hasRuntime(cluster, tenant)
      ? runtimeDemand({ cluster, tenant }, runsPipelines(tenant), fallback)
      : []),
    ...(lifecycleOf(cluster, tenant) === "active" ? serverDemand(platform, tenant) : []),
  ];
  const { default: defaults, defaultRequest } = containersOfServer(platform.spec, tenant);
  return own.map((demand) => withSidecars(meshAround(cluster, tenant.name), demand, { defaults, defaultRequest }));
}

/** The demand of pods with the containers that a mesh adds, if these run with the others. */
function withSidecars(
  mesh: ClusterMesh | undefined,
  demand: Demand,
  {
    defaults,
    defaultRequest,
  }: Readonly<Record<"defaults" | "defaultRequest", { cpu: QuantityText; memory: QuantityText }>>,
): Demand {
  const sidecars = mesh?.sidecars?.containers.filter(({ setup }) => !setup) ?? [];
  const each = (kind: "requests" | "limits", unit: "cpu" | "memory"): bigint =>
    sidecars.reduce(
      (all, container) => all + (container[kind][unit] ?? nanos((kind === "limits" ? defaults : defaultRequest)[unit])),
      0n,
    ) * BigInt(demand.pods);
  const added = ({ cpu, memory }: Amounts, kind: "requests" | "limits"): Amounts => ({
    cpu: cpu + each(kind, "cpu"),
    memory: memory + each(kind, "memory"),
  });
  return { ...demand, requests: added(demand.requests, "requests"), limits: added(demand.limits, "limits") };
}

export function operatorDemand(seldon: SeldonFacts, cluster: ClusterEntry, cpuLimit: bigint): Demand {
  const requests = requestsOf(seldon, "controller", cluster.spec.seldon.values);
  return { component: "the operator", pods: 1, requests, limits: { ...requests, cpu: cpuLimit }, claims: 0 };
}

/** @param cpuLimit The default limit of the namespace, for containers that set none. */
export function runtimeDemand(files: RuntimeFiles, streams: boolean, cpuLimit: bigint): readonly Demand[] {
  const { component } = seldonOf(files.cluster);
  return runningParts(streams).map((part) => {
    const { replicas, limits } = effectiveComponent(files, part);
    const requests = componentRequests(files, part);
    return {
      component: component[part],
      pods: replicas,
      requests: multiplied(requests, replicas),
      limits: multiplied(
        {
          cpu: limits.cpu === undefined ? cpuLimit : nanos(limits.cpu),
          memory: limits.memory === undefined ? requests.memory : nanos(limits.memory),
        },
        replicas,
      ),
      claims: part === "scheduler" ? 1 : 0,
    };
  });
}

/** The requests of each pod of a component: its own, or those of Seldon's chart. */
export function componentRequests(files: RuntimeFiles, part: RunningComponent): Amounts {
  const { cluster } = files;
  const { requests } = effectiveComponent(files, part);
  const chart = requestsOf(seldonOf(cluster), chartSections[part], cluster.spec.seldon.values);
  return {
    cpu: requests.cpu === undefined ? chart.cpu : nanos(requests.cpu),
    memory: requests.memory === undefined ? chart.memory : nanos(requests.memory),
  };
}

function multiplied({ cpu, memory }: Amounts, pods: number): Amounts {
  return { cpu: cpu * BigInt(pods), memory: memory * BigInt(pods) };
}

/** The requests of one pod, as Seldon's chart sets them. Its memory limit equals its memory request. */
export function requestsOf({ requests }: SeldonFacts, part: ChartPart, values: ChartValues): Amounts {
  const chosen = values[part]?.resources;
  const { cpu, memory } = requests[part];
  return {
    cpu: chosen?.cpu === undefined ? amount(cpu) : nanos(chosen.cpu),
    memory: chosen?.memory === undefined ? amount(memory) : nanos(chosen.memory),
  };
}

function amount(text: string): bigint {
  const value = parseQuantity(text);
  if (value === undefined) throw new Error(`invalid quantity ${text}`);
  return nanos(value);
}

function serverDemand(platform: PlatformEntry, tenant: TenantEntry): readonly Demand[] {
  const configs = serverConfigsOf(platform, tenant);
  const fallback = containersOfServer(platform.spec, tenant);
  return Object.entries(tenant.spec.servers).flatMap(([name, server]) => {
    const config = configs.get(configNameOf(server) ?? "");
    if (config === undefined) return [];
    const containers = [serverResourcesOf(config), config.template.agent.resources, config.template.rclone.resources];
    const replicas = mostReplicas(server);
    const sum = (kind: "requests" | "limits", unit: "cpu" | "memory"): bigint =>
      containers.reduce(
        (all, resources) =>
          all +
          nanos(
            resources[kind]?.[unit] ?? (kind === "limits" ? fallback.default[unit] : fallback.defaultRequest[unit]),
          ),
        0n,
      ) * BigInt(replicas);
    return [
      {
        component: `Server ${name}`,
        pods: replicas,
        requests: { cpu: sum("requests", "cpu"), memory: sum("requests", "memory") },
        limits: { cpu: sum("limits", "cpu"), memory: sum("limits", "memory") },
        claims: replicas,
      },
    ];
  });
}

export function totalDemand(demands: readonly Demand[]): Omit<Demand, "component"> {
  const sum = (pick: (demand: Demand) => bigint): bigint => demands.reduce((all, demand) => all + pick(demand), 0n);
  return {
    pods: demands.reduce((all, { pods }) => all + pods, 0),
    requests: { cpu: sum(({ requests }) => requests.cpu), memory: sum(({ requests }) => requests.memory) },
    limits: { cpu: sum(({ limits }) => limits.cpu), memory: sum(({ limits }) => limits.memory) },
    claims: demands.reduce((all, { claims }) => all + claims, 0),
  };
}
