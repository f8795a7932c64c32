/** The hand-written input files, as paths from the repository's root. */
export const platformFile = "platform/platform.yaml";

/** Pinned schemas in addition to those that the program ships. Optional. */
export const schemasFile = "platform/schemas.yaml";

/** The add-ons of the platform, one file for each. Optional. */
export const addonsFolder = "platform/addons";

/** Descriptions of the charts of the platform's add-ons, one file for each. Optional. */
export const chartsFolder = "platform/charts";

/** Schemas of kinds that no Go module contains, one file for each. Optional. */
export const schemasFolder = "platform/schemas";

export function addonFile(addon: string): string {
  return `${addonsFolder}/${addon}.yaml`;
}

export function chartFile(chart: string): string {
  return `${chartsFolder}/${chart}.yaml`;
}

export function tenantFile(tenant: string): string {
  return `tenants/${tenant}.yaml`;
}

export function clusterFile(cluster: string): string {
  return `clusters/${cluster}/cluster.yaml`;
}
