import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { tenantFile } from "../load/input-files.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { branchName } from "../text/branch-name.ts";
import { type ClusterEntry, findingAt, type TenantEntry } from "../validate/inventory.ts";

const { messages } = codes["lifecycle/out-of-order"];

/** A tenant that skips the state draining. */
export function notDraining(cluster: ClusterEntry, tenant: TenantEntry, base: string): Diagnostic {
  return findingAt(
    tenant.spec.lifecycle === "drained" ? tenant.at("lifecycle") : cluster.at("seldon", "lifecycle"),
    "lifecycle/out-of-order",
    messages.notDraining(tenant.name, cluster.name),
    `Set the lifecycle to draining in a separate commit, and merge this commit first. ${comparedWith(base)}`,
  );
}

/** A tenant without Servers whose merged files still serve models. */
export function notPaused(cluster: ClusterEntry, tenant: TenantEntry, base: string): Diagnostic {
  return findingAt(
    tenant.at("servers"),
    "lifecycle/out-of-order",
    messages.stillServing(tenant.name, cluster.name),
    `Set the lifecycle to suspended in a separate commit, and merge this commit first. Then remove the Servers and models. ${comparedWith(base)}`,
    "key",
  );
}

/** A tenant that leaves a cluster before it is drained. `selects`: groups or labels can be the cause. */
export function notDrained(cluster: ClusterEntry, tenant: string, selects: boolean, base: string): Diagnostic {
  const places = selects ? `, in its file or by the groups and labels in clusters/${cluster.name}/cluster.yaml` : "";
  return {
    code: "lifecycle/out-of-order",
    severity: "error",
    message: messages.notDrained(tenant, cluster.name),
    hint: `Restore the tenant on ${cluster.name}${places}. To see the commits of a removal, run npx --no-install tenantry plan --tenant ${tenant} --lifecycle removed. ${comparedWith(base)}`,
    at: wholeFile(tenantFile(tenant)),
  };
}

/** A cluster whose runtimes move while tenants still have runtimes in the old place. */
export function notEmpty(
  cluster: ClusterEntry,
  before: Pattern | undefined,
  held: readonly string[],
  base: string,
): Diagnostic {
  const [first = ""] = held;
  const whose = held.length === 1 ? first : `${first} and ${held.length - 1} more`;
  const { pattern } = cluster.spec.seldon;
  return findingAt(
    cluster.at("seldon", "pattern"),
    "lifecycle/out-of-order",
    messages.remainingRuntimes(cluster.name, whose, before?.name ?? "the previous pattern", pattern),
    `Remove the models and runtimes first, in separate commits. To see the commits of the move, run npx --no-install tenantry plan --cluster ${cluster.name} --pattern ${pattern}. ${comparedWith(base)}`,
  );
}

/** A cluster whose merged state this clone does not contain. */
export function unsure(cluster: ClusterEntry, branch: string): Diagnostic {
  return findingAt(
    cluster.at("seldon"),
    "lifecycle/out-of-order",
    messages.missingBranch(branch, cluster.name),
    `Run git fetch origin ${branchName(branch)}.`,
    "key",
  );
}

/** The revision that a finding depends on, for the end of its hint. */
function comparedWith(base: string): string {
  return `Tenantry compared the files with ${base}.`;
}
