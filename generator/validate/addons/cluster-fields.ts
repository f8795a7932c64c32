import { z } from "zod";
import { defined } from "../../models/defined.ts";
import { networksOf, poolRange } from "../address-ranges.ts";
import type { Prometheus } from "../cluster.ts";
import { recordOf } from "../merge.ts";
import { fillNode } from "./fill.ts";
import type { AddonEntry } from "./on-cluster.ts";
import { providerOf } from "./retire.ts";

/** The Prometheus that one of the add-ons provides. */
export function providedPrometheus(addons: readonly AddonEntry[]): Prometheus | undefined {
  const provider = providerOf(addons, "monitoring")?.spec;
  const monitoring = provider?.provides.monitoring;
  const pods = provider?.workloads[monitoring?.workload ?? ""];
  if (monitoring === undefined || pods === undefined) return undefined;
  const { monitorLabels, account } = monitoring;
  return { namespace: pods.namespace, pods: pods.pods, monitorLabels, ...defined({ account }) };
}

/** An address pool of the settings: the fields that the contract needs. */
export const AddressPool = z.object({
  addresses: z.array(z.string()),
  for: z.enum(["platform", "tenants"]),
  reserved: z.record(z.string(), z.string()).optional(),
});
export type AddressPool = z.infer<typeof AddressPool>;

/** The address pools of the add-on that provides load balancers, by name. Undefined if no add-on does. */
export function providedPools(addons: readonly AddonEntry[]): Readonly<Record<string, AddressPool>> | undefined {
  const provider = providerOf(addons, "loadBalancers");
  const pools = provider?.spec.provides.loadBalancers?.pools;
  if (provider === undefined || pools === undefined) return undefined;
  return z.record(z.string(), AddressPool).safeParse(fillNode(pools, { settings: provider.settings }).value).data;
}

/** The networks of the tenants' pools, as the cluster's file writes them. */
export function tenantPools(pools: Readonly<Record<string, AddressPool>>): Readonly<Record<string, string[]>> {
  return recordOf(
    Object.entries(pools)
      .filter(([, pool]) => pool.for === "tenants")
      .map(([name, { addresses }]) => [
        name,
        addresses.flatMap((text) => {
          const range = poolRange(text);
          return range === undefined ? [] : networksOf(range);
        }),
      ]),
  );
}
