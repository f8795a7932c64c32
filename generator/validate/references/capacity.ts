import { codes } from "../../diagnostics/codes.ts";
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

/** The limits of one tenant must be consistent, and the quotas of all tenants must fit the cluster. */
export function* capacityReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    const { platform } = cluster;
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
            `default ${unit} request`,
            containers.defaultRequest[unit],
            "default limit",
            containers.default[unit],
          ],
          [
            [limit("default"), limit("max")],
            `default ${unit} limit`,
            containers.default[unit],
            "maximum",
            containers.max[unit],
          ],
          [
            [limit("max"), all("limits")],
            `${unit} maximum of one container`,
            containers.max[unit],
            "quota of limits",
            quota.limits[unit],
          ],
          [
            [all("limits"), all("requests")],
            `quota of ${unit} requests`,
            quota.requests[unit],
            "quota of limits",
            quota.limits[unit],
          ],
        ] as const;
        for (const [paths, low, lower, high, upper] of orders) {
          // A conflict that is in the platform's file alone is reported there: references/platform-limits.ts.
          if (nanos(lower) <= nanos(upper) || !paths.some((path) => tenant.writes(path))) continue;
          yield findingAt(
            firstWritten(tenant, ...paths),
            "platform/limits",
            codes["platform/limits"].messages.exceeds(
              `${tenant.name}'s ${low}`,
              lower,
              `its ${high}`,
              upper,
              cluster.name,
            ),
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
          codes["reference/unknown"].messages.missingGpuPool("the quota allows", cluster.name),
          gpuPools(cluster.spec.nodePools),
        );
      }
    }
    yield* overCommitted(cluster);
  }
}

/** The API server rejects a pod if a container's request exceeds its limit, or its limit the namespace's maximum. */
function* serverContainers(platform: PlatformEntry, tenant: TenantEntry, cluster: string): Iterable<Diagnostic> {
  const { max } = containersOfServer(platform.spec, tenant);
  for (const effective of serverConfigsOf(platform, tenant).values()) {
    const { requests, limits } = serverResourcesOf(effective);
    for (const unit of ["cpu", "memory"] as const) {
      const [request, limit] = [requests?.[unit], limits?.[unit]];
      const resources = effective.config.resources;
      const path = (part: "requests" | "limits"): Path => [...effective.path, "resources", part, unit];
      const bound: Path = ["containers", "max", unit];
      // Omitted values come from the template, and a fault of the template alone is reported in the platform's file.
      const isSet = resources.requests?.[unit] !== undefined || resources.limits?.[unit] !== undefined;
      if (isSet && request !== undefined && limit !== undefined && nanos(request) > nanos(limit)) {
        yield findingAt(
          firstWritten(tenant, path("requests"), path("limits")),
          "platform/limits",
          codes["platform/limits"].messages.exceeds(
            `${effective.name}'s ${unit} request`,
            request,
            "its limit",
            limit,
            cluster,
          ),
          resources.limits?.[unit] === undefined
            ? `Also set limits.${unit}: the limit of the template is too low.`
            : resources.requests?.[unit] === undefined
              ? `Also set requests.${unit}: the request of the template is too high.`
              : "Lower the request, or raise the limit.",
        );
      }
      const isBounded = resources.limits?.[unit] !== undefined || tenant.writes(bound);
      if (isBounded && limit !== undefined && nanos(limit) > nanos(max[unit])) {
        yield findingAt(
          firstWritten(tenant, path("limits"), bound),
          "platform/limits",
          codes["platform/limits"].messages.exceeds(
            `${effective.name}'s ${unit} limit`,
            limit,
            "the namespace's maximum",
            max[unit],
            cluster,
          ),
          "Lower the limit, or raise containers.max.",
        );
      }
    }
  }
}

interface Balance {
  readonly promised: bigint;
  readonly offered: bigint;
}

/** Undefined if the cluster does not declare its storage, or if a tenant's quota does not limit storage. */
interface StorageBalance {
  readonly promised: bigint | undefined;
  readonly offered: bigint | undefined;
}

/** The promised and the available capacity of a cluster, in billionths. Available CPU and memory include the overcommit. */
export function promisedCapacity(
  cluster: ClusterEntry,
): Readonly<Record<"cpu" | "memory", Balance>> & { readonly storage: StorageBalance } {
  const quotas = cluster.tenants.map((tenant) => quotaOf(cluster.platform.spec, tenant));
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

function* overCommitted(cluster: ClusterEntry): Iterable<Diagnostic> {
  const rows = promisedCapacity(cluster);
  for (const [unit, name] of [
    ["cpu", "cores"],
    ["memory", "GiB"],
  ] as const) {
    const { promised, offered } = rows[unit];
    if (promised <= offered) continue;
    yield findingAt(
      cluster.at("capacity", unit),
      "platform/capacity",
      codes["platform/capacity"].messages.overPromised(
        cluster.name,
        readableAmount(promised, name),
        name,
        readableAmount(offered, name),
      ),
      "Lower a quota, raise the capacity, or raise the overcommit factor.",
      "key",
    );
  }
  const { promised, offered } = rows.storage;
  if (offered === undefined) return;
  if (promised === undefined) {
    const unbounded = cluster.tenants.find((tenant) => {
      const quota = quotaOf(cluster.platform.spec, tenant);
      return quota !== undefined && quota.storage === undefined;
    });
    yield findingAt(
      cluster.at("capacity", "storage"),
      "platform/capacity",
      codes["platform/capacity"].messages.unlimitedStorage(
        cluster.name,
        readableAmount(offered, "GiB"),
        String(unbounded?.name),
      ),
      "Set storage in each quota size in platform/platform.yaml, or remove capacity.storage of the cluster.",
      "key",
    );
  } else if (promised > offered) {
    yield findingAt(
      cluster.at("capacity", "storage"),
      "platform/capacity",
      codes["platform/capacity"].messages.overPromised(
        cluster.name,
        readableAmount(promised, "GiB"),
        "GiB of storage",
        readableAmount(offered, "GiB"),
      ),
      "Lower a quota, or raise the capacity.",
      "key",
    );
  }
}
