import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { readableAmount } from "../../models/amount-text.ts";
import { nanos } from "../../models/quantity.ts";
import { containersOfServer, quotaOf, serverConfigsOf, serverResourcesOf } from "../effective.ts";
import {
  type ClusterEntry,
  findingAt,
  firstWritten,
  type Inventory,
  type PlatformEntry,
  type TenantEntry,
} from "../inventory.ts";
import { gpuPools } from "./serving.ts";

/** Quotas hold together within one tenant, and together they fit the cluster. */
export function* capacityReferences({ platform, clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    for (const tenant of cluster.tenants) {
      const quota = quotaOf(platform.spec, tenant);
      if (quota === undefined) continue;
      const containers = containersOfServer(platform.spec, tenant);
      for (const unit of ["cpu", "memory"] as const) {
        const limit = (part: string): Path => ["containers", part, unit];
        const all = (part: string): Path => ["quota", part, unit];
        const orders = [
          [
            [limit("defaultRequest"), limit("default")],
            "default request",
            containers.defaultRequest[unit],
            "default limit",
            containers.default[unit],
          ],
          [
            [limit("default"), limit("max")],
            "default limit",
            containers.default[unit],
            "maximum",
            containers.max[unit],
          ],
          [
            [limit("max"), all("limits")],
            "maximum of one container",
            containers.max[unit],
            "quota of limits",
            quota.limits[unit],
          ],
          [
            [all("limits"), all("requests")],
            "quota of requests",
            quota.requests[unit],
            "quota of limits",
            quota.limits[unit],
          ],
        ] as const;
        for (const [paths, low, lower, high, upper] of orders) {
          // Of what the platform alone says the platform's file is told: references/platform-limits.ts.
          if (nanos(lower) <= nanos(upper) || !paths.some((path) => tenant.writes(path))) continue;
          yield findingAt(
            firstWritten(tenant, ...paths),
            "platform/limits",
            `${tenant.name}'s ${low} of ${unit} (${lower}) is over its ${high} (${upper}) on ${cluster.name}`,
            `Lower the ${low}, or raise the ${high}.`,
          );
        }
      }
      yield* serverContainers(platform, tenant, cluster.name);
      const pool = cluster.spec.nodePools[tenant.spec.nodePool ?? ""];
      if (quota.gpus > 0 && pool?.gpuResource === undefined) {
        yield findingAt(
          firstWritten(tenant, ["quota", "gpus"], ["quota", "size"], ["quota"]),
          "reference/unknown",
          `a quota of GPUs without a node pool that has any on ${cluster.name}`,
          gpuPools(cluster.spec.nodePools),
        );
      }
    }
    yield* overCommitted(platform.spec, cluster);
  }
}

/** A container that requests more than its limit, or is allowed more than the namespace's maximum, is refused as a pod. */
function* serverContainers(platform: PlatformEntry, tenant: TenantEntry, cluster: string): Iterable<Diagnostic> {
  const { max } = containersOfServer(platform.spec, tenant);
  for (const effective of serverConfigsOf(platform, tenant).values()) {
    const { requests, limits } = serverResourcesOf(effective);
    for (const unit of ["cpu", "memory"] as const) {
      const [request, limit] = [requests?.[unit], limits?.[unit]];
      const own = effective.config.resources;
      const path = (part: "requests" | "limits"): Path => [...effective.path, "resources", part, unit];
      const bound: Path = ["containers", "max", unit];
      // What the tenant leaves out is the template's, and whatever is wrong with that alone is the platform's to fix.
      const isOwn = own.requests?.[unit] !== undefined || own.limits?.[unit] !== undefined;
      if (isOwn && request !== undefined && limit !== undefined && nanos(request) > nanos(limit)) {
        yield findingAt(
          firstWritten(tenant, path("requests"), path("limits")),
          "platform/limits",
          `${effective.name} requests more ${unit} (${request}) than its limit (${limit}) on ${cluster}`,
          own.limits?.[unit] === undefined
            ? `The limit is the template's: give limits.${unit} too.`
            : own.requests?.[unit] === undefined
              ? `The request is the template's: give requests.${unit} too.`
              : "Lower the request, or raise the limit.",
        );
      }
      const isBounded = own.limits?.[unit] !== undefined || tenant.writes(bound);
      if (isBounded && limit !== undefined && nanos(limit) > nanos(max[unit])) {
        yield findingAt(
          firstWritten(tenant, path("limits"), bound),
          "platform/limits",
          `${effective.name}'s limit of ${unit} (${limit}) is over the namespace's maximum (${max[unit]}) on ${cluster}`,
          "Lower it, or raise containers.max.",
        );
      }
    }
  }
}

interface Balance {
  readonly promised: bigint;
  readonly offered: bigint;
}

/** Nothing where the cluster does not say what there is, or some tenant's quota has no bound. */
interface StorageBalance {
  readonly promised: bigint | undefined;
  readonly offered: bigint | undefined;
}

/** What a cluster's tenants may request together, and what there is, overcommit of CPU and memory included: in billionths. */
export function promisedCapacity(
  platform: Inventory["platform"]["spec"],
  cluster: ClusterEntry,
): Readonly<Record<"cpu" | "memory", Balance>> & { readonly storage: StorageBalance } {
  const quotas = cluster.tenants.map((tenant) => quotaOf(platform, tenant));
  const row = (unit: "cpu" | "memory"): Balance => ({
    promised: quotas.reduce((sum, quota) => sum + (quota === undefined ? 0n : nanos(quota.requests[unit])), 0n),
    offered:
      (nanos(cluster.spec.capacity[unit]) * BigInt(Math.round(cluster.spec.capacity.overcommit[unit] * 1000))) / 1000n,
  });
  const { storage } = cluster.spec.capacity;
  const bounds = quotas.flatMap((quota) => (quota === undefined ? [] : [quota.storage]));
  return {
    cpu: row("cpu"),
    memory: row("memory"),
    storage: {
      offered: storage === undefined ? undefined : nanos(storage),
      promised: bounds.reduce<bigint | undefined>(
        (sum, bound) => (sum === undefined || bound === undefined ? undefined : sum + nanos(bound)),
        0n,
      ),
    },
  };
}

function* overCommitted(platform: Inventory["platform"]["spec"], cluster: ClusterEntry): Iterable<Diagnostic> {
  const rows = promisedCapacity(platform, cluster);
  for (const [unit, name] of [
    ["cpu", "cores"],
    ["memory", "GiB"],
  ] as const) {
    const { promised, offered } = rows[unit];
    if (promised <= offered) continue;
    yield findingAt(
      cluster.at("capacity", unit),
      "platform/capacity",
      `${cluster.name}'s tenants may request ${readableAmount(promised, name)} ${name} together, of ${readableAmount(offered, name)}`,
      "Lower a quota, or raise the capacity or its overcommit.",
      "key",
    );
  }
  const { promised, offered } = rows.storage;
  if (offered === undefined) return;
  if (promised === undefined) {
    const unbounded = cluster.tenants.find((tenant) => {
      const quota = quotaOf(platform, tenant);
      return quota !== undefined && quota.storage === undefined;
    });
    yield findingAt(
      cluster.at("capacity", "storage"),
      "platform/capacity",
      `${cluster.name} has ${readableAmount(offered, "GiB")} GiB of storage, and the quota of ${unbounded?.name} does not bound storage`,
      "Give storage to each quota size in platform/platform.yaml, or leave the cluster's storage out.",
      "key",
    );
  } else if (promised > offered) {
    yield findingAt(
      cluster.at("capacity", "storage"),
      "platform/capacity",
      `${cluster.name}'s tenants may request ${readableAmount(promised, "GiB")} GiB of storage together, of ${readableAmount(offered, "GiB")}`,
      "Lower a quota, or raise the capacity.",
      "key",
    );
  }
}
