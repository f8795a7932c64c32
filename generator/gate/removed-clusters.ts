import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { platformProjectFile } from "../layout/paths.ts";
import type { MergedBase } from "../load/base.ts";
import { clusterFile } from "../load/input-files.ts";
import { branchName } from "../text/branch-name.ts";
import type { Inventory } from "../validate/inventory.ts";

const { messages } = codes["lifecycle/out-of-order"];

/**
 * The clusters that the merged revision was built for and that no file declares now. Clusters that the platform declares as
 * lost do not count: nothing on them has to be deleted in order.
 */
export async function removedClusters(base: MergedBase, { platform, clusters }: Inventory): Promise<readonly string[]> {
  const folders = await base.read("clusters");
  const known = new Set<string>([...clusters.map(({ name }) => name), ...Object.keys(platform.spec.lostClusters)]);
  const names = folders === undefined || typeof folders === "string" ? [] : folders.filter((name) => !known.has(name));
  const projects = await Promise.all(names.map((name) => base.read(platformProjectFile(name))));
  return names.filter((_, index) => typeof projects[index] === "string");
}

/** The finding about a removed cluster with tenants whose models or runtimes still run there. */
export function runningTenants(cluster: string, tenants: readonly string[], base: string): Diagnostic {
  const [first = "", ...others] = tenants;
  const whose = others.length === 0 ? first : `${first} and ${others.length} more`;
  return outOfOrder(
    cluster,
    messages.clusterInUse(cluster, whose),
    `Restore the file. To see the commits of the removal, run npx --no-install tenantry plan --cluster ${cluster} --lifecycle removed. If the cluster no longer exists, add it to spec.lostClusters in platform.yaml instead. Tenantry compared the files with ${base}.`,
  );
}

/** The finding about a removed cluster whose merged state this clone does not contain. */
export function unknownCluster(cluster: string, branch: string): Diagnostic {
  return outOfOrder(cluster, messages.missingBranch(branch, cluster), `Run git fetch origin ${branchName(branch)}.`);
}

function outOfOrder(cluster: string, message: string, hint: string): Diagnostic {
  return { code: "lifecycle/out-of-order", severity: "error", message, hint, at: wholeFile(clusterFile(cluster)) };
}
