import { nanos, parseQuantity } from "../models/quantity.ts";
import type { ChartPart, SeldonFacts } from "../models/seldon/facts.ts";
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
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../validate/inventory.ts";
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
  const seldon = seldonOf(cluster);
  return [
    ...(pattern.operator === "tenant" ? [operatorDemand(seldon, cluster, fallback)] : []),
    ...(pattern.runtime === "tenant" && hasRuntime(cluster, tenant)
      ? runtimeDemand(seldon, cluster, runsPipelines(tenant), fallback)
      : []),
    ...(lifecycleOf(cluster, tenant) === "active" ? serverDemand(platform, tenant) : []),
  ];
}

export function operatorDemand(seldon: SeldonFacts, cluster: ClusterEntry, cpuLimit: bigint): Demand {
  return podDemand(seldon, "the operator", "controller", cluster.spec.seldon.values, cpuLimit, 0);
}

export function runtimeDemand(
  seldon: SeldonFacts,
  cluster: ClusterEntry,
  streams: boolean,
  cpuLimit: bigint,
): readonly Demand[] {
  const { component } = seldon;
  const { values } = cluster.spec.seldon;
  return [
    podDemand(seldon, component.scheduler, "scheduler", values, cpuLimit, 1),
    podDemand(seldon, component.envoy, "envoy", values, cpuLimit, 0),
    ...(streams
      ? [
          podDemand(seldon, component.modelGateway, "modelgateway", values, cpuLimit, 0),
          podDemand(seldon, component.pipelineGateway, "pipelinegateway", values, cpuLimit, 0),
          podDemand(seldon, component.dataflow, "dataflow", values, cpuLimit, 0),
        ]
      : []),
  ];
}

function podDemand(
  seldon: SeldonFacts,
  what: string,
  part: ChartPart,
  values: ChartValues,
  cpuLimit: bigint,
  claims: number,
): Demand {
  const { cpu, memory } = requestsOf(seldon, part, values);
  return { component: what, pods: 1, requests: { cpu, memory }, limits: { cpu: cpuLimit, memory }, claims };
}

/** The requests of one of these pods. Its memory limit equals its memory request. */
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
