import { defined } from "../models/defined.ts";
import { LimitRange, ResourceQuota } from "../models/kubernetes-classes.ts";
import { containersOfServer, quotaOf } from "../validate/effective.ts";
import type { ClusterEntry, TenantEntry } from "../validate/inventory.ts";
import type { Quota } from "../validate/resources.ts";
import { type Generated, metadata, syncOrder, type TenantScope } from "./scope.ts";

/** The quota of the namespace, and the default limits of its containers. */
export function quotaObjects(scope: TenantScope): readonly Generated[] {
  const { platform, cluster, tenant } = scope;
  const limits = quotaOf(platform.spec, tenant);
  if (limits === undefined) return [];
  const containers = containersOfServer(platform.spec, tenant);
  return [
    {
      object: new ResourceQuota({
        metadata: metadata(scope, "tenant-quota"),
        spec: { hard: hardLimits(limits, gpusOf(cluster.spec, tenant, limits.gpus)) },
      }),
      origin: tenant.at("quota"),
      sync: { order: syncOrder.guardrail },
    },
    {
      object: new LimitRange({
        metadata: metadata(scope, "container-limits"),
        spec: { limits: [{ type: "Container", ...containers }] },
      }),
      origin: tenant.at("containers"),
      sync: { order: syncOrder.guardrail },
    },
  ];
}

/**
 * The GPU quota for each GPU resource of the cluster. It is 0 for pools that the tenant does not use, so leaving a pool
 * gives no access to others.
 */
export function gpusOf(
  { nodePools }: ClusterEntry["spec"],
  { spec }: TenantEntry,
  gpus: number,
): ReadonlyMap<string, number> {
  const used = Object.hasOwn(nodePools, spec.nodePool ?? "") ? nodePools[spec.nodePool ?? ""]?.gpuResource : undefined;
  const all = Object.values(nodePools).flatMap(({ gpuResource }) => gpuResource ?? []);
  return new Map([...new Set(all)].sort().map((resource) => [resource, resource === used ? gpus : 0]));
}

function hardLimits(quota: Quota, gpus: ReadonlyMap<string, number>): Record<string, string> {
  const counts = Object.entries(quota.objects).map(([kind, count]) => [countKeys[kind] ?? kind, String(count)]);
  return {
    "requests.cpu": quota.requests.cpu,
    "requests.memory": quota.requests.memory,
    "limits.cpu": quota.limits.cpu,
    "limits.memory": quota.limits.memory,
    ...defined({ "requests.storage": quota.storage }),
    persistentvolumeclaims: String(quota.persistentVolumeClaims),
    "services.loadbalancers": String(quota.loadBalancers),
    // The Service of a load balancer uses a node port for each of its ports, so node ports are 0 only without load balancers.
    ...(quota.loadBalancers === 0 ? { "services.nodeports": "0" } : {}),
    ...Object.fromEntries([...gpus].map(([resource, count]) => [`requests.${resource}`, String(count)])),
    ...Object.fromEntries(counts),
  };
}

/** Fields of the tenant file, and the names that a ResourceQuota has for them. */
const countKeys: Readonly<Record<string, string>> = {
  pods: "pods",
  services: "services",
  secrets: "secrets",
  configMaps: "configmaps",
  servers: "count/servers.mlops.seldon.io",
  models: "count/models.mlops.seldon.io",
  pipelines: "count/pipelines.mlops.seldon.io",
  experiments: "count/experiments.mlops.seldon.io",
};
