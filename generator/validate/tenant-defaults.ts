import { z } from "zod";
import { TenantSpec } from "./tenant.ts";
import { distinctItems, field, Name } from "./terms.ts";

/**
 * The fields of a tenant's spec that a platform team can set for several tenants. The others identify a tenant, give access
 * to it, or define what it serves. A field that is not in this list cannot be a default.
 */
const defaultable = {
  labels: true,
  podSecurity: true,
  quota: true,
  containers: true,
  secrets: true,
  pullSecrets: true,
  nodePool: true,
  serverConfigs: true,
  servers: true,
  storage: true,
  network: true,
} as const;

/** Defaults without a tenant. Every value must be complete, because a tenant may add nothing to it. */
export const TenantDefaults = TenantSpec.pick(defaultable);

export function isDefaultable(fieldName: string): boolean {
  return Object.hasOwn(defaultable, fieldName);
}

const defaultsExample = { pullSecrets: { harbor: { registry: "harbor.acme.test", from: "manual" } } };

/** The settings for tenants at one level. `layers.ts` merges the raw defaults of all levels. */
const level = {
  defaults: field(
    z.record(z.string(), z.unknown()),
    "Default values for a tenant's `spec`. The tenant's own values replace the defaults, and `null` in the tenant's file removes a default.",
    defaultsExample,
  ).default({}),
  components: field(
    distinctItems(z.array(Name).max(20)),
    "Components in `platform/components/` that each of these tenants uses, in addition to its own components. A tenant cannot remove them.",
    ["disruption-budget"],
  ).default([]),
};

/** For the tenants of one cluster. */
export const TenantsOfCluster = z.strictObject(level);

/** For all tenants, and for the tenants of each group of clusters. */
export const TenantsOfPlatform = z.strictObject({
  ...level,
  groups: field(
    z.record(Name, z.strictObject(level)),
    "The same for the tenants on the clusters of a group, by the name of the group. The values of a group replace the values for all tenants.",
    { gpu: { components: ["disruption-budget"] } },
  ).default({}),
});
