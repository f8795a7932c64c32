import type { ClusterUsageRow } from "../evaluate/capacity/cluster-usage.ts";
import type { UsageRow } from "../evaluate/capacity/namespace-usage.ts";
import { columnText } from "../models/amount-text.ts";
import { type Block, heading } from "../text/document.ts";
import type { AddonDemand } from "../validate/addons/demand.ts";

interface TenantUsage {
  readonly tenant: string;
  readonly rows: readonly UsageRow[];
}

export interface ClusterReport {
  readonly cluster: string;
  /** Undefined where only some tenants are selected. */
  readonly shared: readonly ClusterUsageRow[] | undefined;
  /** The requests of the add-ons' pods, in addition to the tenants. Empty where only some tenants are selected. */
  readonly addons: readonly AddonDemand[];
  readonly tenants: readonly TenantUsage[];
}

/** The promised, requested and available capacity, as text. */
export function capacityDocument({ cluster, shared, addons, tenants }: ClusterReport): readonly Block[] {
  return [
    heading(1, `Capacity of ${cluster}`),
    ...(shared === undefined ? [] : [sharedTable(shared)]),
    ...(addons.length === 0 ? [] : [heading(2, `Add-ons on ${cluster}`), addonTable(addons), notOfTenants]),
    ...tenants.flatMap(({ tenant, rows }) => [
      heading(2, `${tenant} on ${cluster}`),
      rows.length === 0
        ? {
            text: "This tenant has no quota: the requests of the tenant's pods reduce the capacity that is available to all tenants.",
          }
        : tenantTable(rows),
    ]),
  ];
}

function sharedTable(rows: readonly ClusterUsageRow[]): Block {
  return {
    header: ["All tenants", "Capacity", "Promised", "Requested", "Available to promise"],
    rows: rows.map(({ key, offered, promised, asked: requested }) => [
      key,
      amountOrNone(offered, key),
      amountOrNone(promised, key),
      columnText(requested, key),
      offered === undefined ? "" : columnText(offered - (promised ?? requested), key, "down"),
    ]),
  };
}

/** The requests of add-ons do not reduce what tenants share. */
const notOfTenants: Block = {
  text: "The capacity for tenants does not include these requests. If the cluster file sets capacity.nodes, the capacity for tenants and these requests must fit it together.",
};

function addonTable(rows: readonly AddonDemand[]): Block {
  return {
    header: ["Add-on", "Workload", "Pods", "Priority", "CPU", "Memory"],
    rows: rows.map(({ addon, workload, pods, priorityClass, cpu, memory }) => [
      addon,
      workload,
      pods === undefined ? "each node" : String(pods),
      priorityClass ?? "default",
      columnText(cpu, "requests.cpu"),
      columnText(memory, "requests.memory"),
    ]),
  };
}

function tenantTable(rows: readonly UsageRow[]): Block {
  return {
    header: ["Resource", "Quota", "Requested", "For rollouts", "Available", "Used"],
    rows: rows.map(({ key, hard, requested, surge, left }) => [
      key,
      columnText(hard.nanos, key),
      columnText(requested, key),
      surge === 0n ? "" : columnText(surge, key),
      columnText(left, key, "down"),
      percent(requested, hard.nanos),
    ]),
  };
}

function amountOrNone(nanos: bigint | undefined, key: string): string {
  return nanos === undefined ? "" : columnText(nanos, key);
}

function percent(requested: bigint, hard: bigint): string {
  if (hard <= 0n) return requested === 0n ? "" : "over";
  return `${(requested * 100n) / hard} %`;
}

/** The same as data: cores, bytes or counts. */
export function capacityData({ cluster, shared, addons, tenants }: ClusterReport): object {
  return {
    version: 1,
    cluster,
    ...(shared === undefined
      ? {}
      : {
          shared: shared.map(({ key, offered, promised, asked: requested }) => ({
            what: key,
            ...(offered === undefined ? {} : { offered: units(offered) }),
            ...(promised === undefined ? {} : { promised: units(promised) }),
            asked: units(requested),
          })),
        }),
    addons: addons.map(({ addon, workload, pods, cpu, memory }) => ({
      addon,
      workload,
      ...(pods === undefined ? { onEachNode: true } : { pods }),
      cpu: units(cpu),
      memory: units(memory),
    })),
    tenants: tenants.map(({ tenant, rows }) => ({
      tenant,
      rows: rows.map(({ key, hard, requested, surge, left }) => ({
        what: key,
        quota: units(hard.nanos),
        asked: units(requested),
        rollout: units(surge),
        left: units(left),
      })),
    })),
  };
}

function units(nanos: bigint): number {
  return Number(nanos) / 1e9;
}
