/** The hand-written input files, as paths from the repository's root. */
export const platformFile = "platform/platform.yaml";

/** Pinned schemas in addition to those that the program ships. Optional. */
export const schemasFile = "platform/schemas.yaml";

/** Schemas of kinds that no Go module contains, one file for each. Optional. */
export const schemasFolder = "platform/schemas";

export function tenantFile(tenant: string): string {
  return `tenants/${tenant}.yaml`;
}

export function clusterFile(cluster: string): string {
  return `clusters/${cluster}/cluster.yaml`;
}
