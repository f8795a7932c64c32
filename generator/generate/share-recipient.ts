import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import type { TenantObject } from "../validate/addons/tenant-object.ts";
import { hasRuntime, quotaOf, runsPipelines, servesModels } from "../validate/effective.ts";
import type { ClusterEntry, TenantEntry } from "../validate/inventory.ts";
import type { ClusterScope, ObjectPlace, TenantScope } from "./scope.ts";

/** A namespace that gets objects of add-ons: a tenant's, or Seldon's if all tenants share one runtime. */
export interface ShareRecipient {
  readonly cluster: ClusterEntry;
  readonly place: ObjectPlace;
  /** Whether it gets the object of a template. */
  readonly gets: (template: Pick<TenantObject, "when" | "each">) => boolean;
}

export function tenantRecipient({ cluster, pattern, tenant, place }: TenantScope): ShareRecipient {
  const ownRuntime = pattern.runtime === "tenant";
  return {
    cluster,
    place,
    gets: ({ when, each }) => (each === "tenant" || ownRuntime) && conditions[when](cluster, tenant),
  };
}

/** Undefined if no runtime is shared, or no tenant needs one. */
export function runtimeRecipient({ cluster, pattern, place }: ClusterScope): ShareRecipient | undefined {
  const tenants = cluster.tenants.filter((tenant) => hasRuntime(cluster, tenant));
  if (pattern.runtime === "tenant" || tenants.length === 0) return undefined;
  return {
    cluster,
    place,
    gets: ({ when, each }) => each === "runtime" && tenants.some((tenant) => conditions[when](cluster, tenant)),
  };
}

const conditions: Readonly<Record<TenantObject["when"], (cluster: ClusterEntry, tenant: TenantEntry) => boolean>> = {
  always: () => true,
  models: (_, tenant) => servesModels(tenant),
  pipelines: (_, tenant) => runsPipelines(tenant),
  loadBalancers: ({ platform }, tenant) => (quotaOf(platform.spec, tenant)?.loadBalancers ?? 0) > 0,
};

/** The namespaces of the add-ons that can contain objects of tenants. */
export function shareNamespaces(addons: readonly AddonEntry[]): readonly string[] {
  return [...new Set(templatesOf(addons).map(({ namespace }) => namespace))].sort(compareStrings);
}

/** Whether add-ons give tenants Secrets. */
export function giveSecrets(addons: readonly AddonEntry[]): boolean {
  return templatesOf(addons).some(({ secrets }) => secrets.length > 0);
}

function templatesOf(addons: readonly AddonEntry[]): readonly TenantObject[] {
  return addons.flatMap(({ spec }) => Object.values(spec.perTenant));
}
