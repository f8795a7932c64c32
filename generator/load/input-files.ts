/** The hand-written input files, as paths from the repository's root. */
export const platformFile = "platform/platform.yaml";

export function tenantFile(tenant: string): string {
  return `tenants/${tenant}.yaml`;
}

export function clusterFile(cluster: string): string {
  return `clusters/${cluster}/cluster.yaml`;
}
