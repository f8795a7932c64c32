import type { Path } from "../../load/source.ts";
import { nanos, parseQuantity } from "../../models/quantity.ts";
import type { ClusterEntry } from "../inventory.ts";
import { addonFacts, clusterFacts } from "./facts.ts";
import { fillNode, type MissingFact } from "./fill.ts";
import type { AddonEntry } from "./on-cluster.ts";

/** The requests of the pods of one workload of an add-on, in billionths of a core and of a byte. */
export interface AddonDemand {
  readonly addon: string;
  readonly workload: string;
  /** Undefined if each node runs one pod: the number of nodes is unknown, and the amounts are those of one pod. */
  readonly pods: number | undefined;
  /** Undefined: the default of the cluster. */
  readonly priorityClass: string | undefined;
  readonly cpu: bigint;
  readonly memory: bigint;
}

/** A filled value with an invalid number of pods or an invalid quantity, with its path in the add-on's spec. */
interface InvalidAmount {
  readonly path: Path;
  readonly value: unknown;
}

/** The demand of an add-on's workloads, and the faults of its placeholders. */
interface FilledDemand {
  readonly demand: readonly AddonDemand[];
  readonly missing: readonly MissingFact[];
  readonly invalid: readonly InvalidAmount[];
}

export function addonDemand(cluster: ClusterEntry): readonly AddonDemand[] {
  return cluster.addons.flatMap((addon) => filledDemand(cluster, addon).demand);
}

/** The requests of all add-ons' pods together, without those of which each node runs one. */
export function totalAddonDemand(cluster: ClusterEntry): Readonly<Record<"cpu" | "memory", bigint>> {
  const counted = addonDemand(cluster).filter(({ pods }) => pods !== undefined);
  return {
    cpu: counted.reduce((sum, { cpu }) => sum + cpu, 0n),
    memory: counted.reduce((sum, { memory }) => sum + memory, 0n),
  };
}

/** Requests that a workload omits come from the LimitRange of its namespace: the platform's default for a container. */
export function filledDemand(cluster: ClusterEntry, addon: AddonEntry): FilledDemand {
  const facts = addonFacts(clusterFacts(cluster), addon);
  const missing: MissingFact[] = [];
  const invalid: InvalidAmount[] = [];
  const filled = (written: unknown, path: Path): unknown => {
    const result = fillNode(written, facts, path);
    missing.push(...result.missing);
    return result.missing.length > 0 ? undefined : result.value;
  };
  const amount = (written: unknown, path: Path): bigint => {
    const value = filled(written, path);
    if (value === undefined) return 0n;
    const quantity = typeof value === "string" || typeof value === "number" ? parseQuantity(value) : undefined;
    if (quantity === undefined) invalid.push({ path, value });
    return quantity === undefined ? 0n : nanos(quantity);
  };
  const { defaultRequest } = cluster.platform.spec.defaults.containers;
  const demand = Object.entries(addon.spec.workloads).map(([workload, { replicas, requests, priorityClass }]) => {
    const path = ["workloads", workload];
    const written = filled(replicas, [...path, "replicas"]);
    const pods = typeof written === "number" && Number.isInteger(written) && written > 0 ? written : undefined;
    if (written !== undefined && pods === undefined) invalid.push({ path: [...path, "replicas"], value: written });
    const of = (unit: "cpu" | "memory"): bigint =>
      amount(requests?.[unit] ?? defaultRequest[unit], [...path, "requests", unit]) * BigInt(pods ?? 1);
    return { addon: addon.name, workload, pods, priorityClass, cpu: of("cpu"), memory: of("memory") };
  });
  return { demand, missing, invalid };
}
