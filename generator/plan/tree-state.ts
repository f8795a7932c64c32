import { basename } from "node:path/posix";
import { generatedPath, tenantFolder } from "../layout/paths.ts";
import { drainedMarkFile, isServed, ownRuntimeFile, standInFile } from "../layout/tenant-files.ts";
import type { Part } from "../patterns/pattern.ts";
import type { Tree } from "../publish/tree.ts";
import type { Lifecycle } from "../validate/tenant.ts";

/** How far a tenant is on its way in a tree, whatever its file says by now; nothing where the tree does not have it. */
export function stateIn(tree: Tree, cluster: string, tenant: string): Lifecycle | undefined {
  const names = (part: Part): readonly string[] =>
    [...tree.below(generatedPath(cluster, "rendered", tenantFolder(tenant, part)))].map(({ file }) => basename(file));
  const guardrails = names("guardrails");
  const workloads = names("workloads");
  if (guardrails.length + workloads.length === 0) return undefined;
  if (workloads.some(isServed)) return "active";
  if (!workloads.includes(drainedMarkFile)) return "suspended";
  return guardrails.includes(ownRuntimeFile) || guardrails.includes(standInFile) ? "draining" : "drained";
}
