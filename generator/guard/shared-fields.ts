import type { ClusterSpec } from "../validate/cluster.ts";
import type { PlatformSpec } from "../validate/platform.ts";
import type { Aspect } from "./fields.ts";

type SharedField = keyof PlatformSpec | keyof ClusterSpec;

/**
 * The fields of platform.yaml and of a cluster's file that are the probable cause if this aspect of a tenant grows. They only
 * order the positions of a finding: every other changed field of these files comes after them.
 */
const sharedFields: Readonly<Record<Aspect, readonly SharedField[]>> = {
  access: ["roles", "administrators"],
  "add-ons": ["addons"],
  labels: ["tenantLabels"],
  nodes: ["nodePools", "serverTemplates"],
  objects: ["tenantKinds"],
  "pod security": ["defaults", "floors"],
  quota: ["quotaSizes", "defaults"],
  reach: ["services", "artifactStores", "seldon", "namespaces", "network"],
  routes: ["tokenIssuers", "network"],
  secrets: ["secretStores", "artifactStores"],
};

/** The settings for several tenants can contain every aspect. */
const forTenants: readonly SharedField[] = ["groups", "tenants"];

export function sharedFieldsWithAspect(topic: string): readonly string[] {
  return [...(Object.entries(sharedFields).find(([aspect]) => aspect === topic)?.[1] ?? []), ...forTenants];
}
