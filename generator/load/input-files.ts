/** Where people write: the repository's inputs, as paths from its root. */
export const platformFile = "platform/platform.yaml";

export function tenantFile(tenant: string): string {
  return `tenants/${tenant}.yaml`;
}

export function clusterFile(cluster: string): string {
  return `clusters/${cluster}/cluster.yaml`;
}
