import { quotaOf, runsPipelines, servesModels } from "../effective.ts";
import type { ClusterEntry, TenantEntry } from "../inventory.ts";
import { providerOf } from "./retire.ts";
import type { TenantObject } from "./tenant-object.ts";

/** Whether a tenant meets the conditions of a template on a cluster. */
export function isFor(
  { when, requires }: Pick<TenantObject, "when" | "requires">,
  cluster: ClusterEntry,
  tenant: TenantEntry,
): boolean {
  return (
    (requires === undefined || providerOf(cluster.addons, requires) !== undefined) && conditions[when](cluster, tenant)
  );
}

const conditions: Readonly<Record<TenantObject["when"], (cluster: ClusterEntry, tenant: TenantEntry) => boolean>> = {
  always: () => true,
  models: (_, tenant) => servesModels(tenant),
  pipelines: (_, tenant) => runsPipelines(tenant),
  loadBalancers: ({ platform }, tenant) => (quotaOf(platform.spec, tenant)?.loadBalancers ?? 0) > 0,
};
