import type { ClusterUsageRow } from "../evaluate/capacity/cluster-usage.ts";
import type { UsageRow } from "../evaluate/capacity/namespace-usage.ts";
import { columnText } from "../models/amount-text.ts";
import { type Block, heading } from "../text/document.ts";

interface TenantUsage {
  readonly tenant: string;
  readonly rows: readonly UsageRow[];
}

export interface ClusterReport {
  readonly cluster: string;
  /** Nothing where only some tenants were looked at. */
  readonly shared: readonly ClusterUsageRow[] | undefined;
  readonly tenants: readonly TenantUsage[];
}

/** What is promised, what is asked for, and what is left: for people. */
export function capacityDocument({ cluster, shared, tenants }: ClusterReport): readonly Block[] {
  return [
    heading(1, `Capacity of ${cluster}`),
    ...(shared === undefined ? [] : [sharedTable(shared)]),
    ...tenants.flatMap(({ tenant, rows }) => [
      heading(2, `${tenant} on ${cluster}`),
      rows.length === 0 ? { text: "No quota: whatever is asked for is taken from all." } : tenantTable(rows),
    ]),
  ];
}

function sharedTable(rows: readonly ClusterUsageRow[]): Block {
  return {
    header: ["all tenants", "there is", "promised", "asked for", "left to promise"],
    rows: rows.map(({ key, offered, promised, asked }) => [
      key,
      amountOrNone(offered, key),
      amountOrNone(promised, key),
      columnText(asked, key),
      offered === undefined ? "" : columnText(offered - (promised ?? asked), key, "down"),
    ]),
  };
}

function tenantTable(rows: readonly UsageRow[]): Block {
  return {
    header: ["what", "quota", "asked for", "to roll out", "left", "used"],
    rows: rows.map(({ key, hard, requested: asked, surge, left }) => [
      key,
      columnText(hard.nanos, key),
      columnText(asked, key),
      surge === 0n ? "" : columnText(surge, key),
      columnText(left, key, "down"),
      percent(asked, hard.nanos),
    ]),
  };
}

function amountOrNone(nanos: bigint | undefined, key: string): string {
  return nanos === undefined ? "" : columnText(nanos, key);
}

function percent(asked: bigint, hard: bigint): string {
  if (hard <= 0n) return asked === 0n ? "" : "over";
  return `${(asked * 100n) / hard} %`;
}

/** The same for programs: cores, bytes or counts. */
export function capacityData({ cluster, shared, tenants }: ClusterReport): object {
  return {
    version: 1,
    cluster,
    ...(shared === undefined
      ? {}
      : {
          shared: shared.map(({ key, offered, promised, asked }) => ({
            what: key,
            ...(offered === undefined ? {} : { offered: units(offered) }),
            ...(promised === undefined ? {} : { promised: units(promised) }),
            asked: units(asked),
          })),
        }),
    tenants: tenants.map(({ tenant, rows }) => ({
      tenant,
      rows: rows.map(({ key, hard, requested: asked, surge, left }) => ({
        what: key,
        quota: units(hard.nanos),
        asked: units(asked),
        rollout: units(surge),
        left: units(left),
      })),
    })),
  };
}

function units(nanos: bigint): number {
  return Number(nanos) / 1e9;
}
