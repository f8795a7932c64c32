import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { isFor } from "../validate/addons/tenant-condition.ts";
import { type ObjectShare, objectShares, type TenantObject } from "../validate/addons/tenant-object.ts";
import { hasRuntime } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { ClusterScope, ObjectPlace, TenantScope } from "./scope.ts";

/** A namespace that gets objects of add-ons: a tenant's, or Seldon's if all tenants share one runtime. */
export interface ShareRecipient {
  readonly cluster: ClusterEntry;
  readonly place: ObjectPlace;
  /** Whether it gets the object of a template. */
  readonly gets: (template: Pick<TenantObject, "when" | "each" | "requires">) => boolean;
}

export function tenantRecipient({ cluster, pattern, tenant, place }: TenantScope): ShareRecipient {
  const ownRuntime = pattern.runtime === "tenant";
  return {
    cluster,
    place,
    gets: (template) => (template.each === "tenant" || ownRuntime) && isFor(template, cluster, tenant),
  };
}

/** Undefined if no runtime is shared, or no tenant needs one. */
export function runtimeRecipient({ cluster, pattern, place }: ClusterScope): ShareRecipient | undefined {
  const tenants = cluster.tenants.filter((tenant) => hasRuntime(cluster, tenant));
  if (pattern.runtime === "tenant" || tenants.length === 0) return undefined;
  return {
    cluster,
    place,
    gets: (template) => template.each === "runtime" && tenants.some((tenant) => isFor(template, cluster, tenant)),
  };
}

/** The namespaces of the add-ons that can contain objects of tenants. */
export function shareNamespaces(addons: readonly AddonEntry[]): readonly string[] {
  return [...new Set(templatesOf(addons).map(({ namespace }) => namespace))].sort(compareStrings);
}

/** Whether add-ons give tenants Secrets. */
export function giveSecrets(addons: readonly AddonEntry[]): boolean {
  return templatesOf(addons).some(({ secrets }) => secrets.length > 0);
}

function templatesOf(addons: readonly AddonEntry[]): readonly ObjectShare[] {
  return addons.flatMap(({ spec }) => objectShares(spec).map(([, template]) => template));
}
