import { basename } from "node:path/posix";
import { generatedPath, tenantFolder } from "../layout/paths.ts";
import { drainedPlaceholderFile, isServingFile, ownRuntimeFile, runtimeStubFile } from "../layout/tenant-files.ts";
import type { PatternPart } from "../patterns/pattern.ts";
import type { Tree } from "../publish/tree.ts";
import type { Lifecycle } from "../validate/tenant.ts";

/** A tenant's lifecycle state in a generated tree, independent of its current file. Undefined if the tree lacks the tenant. */
export function lifecycleInTree(tree: Tree, cluster: string, tenant: string): Lifecycle | undefined {
  const names = (part: PatternPart): readonly string[] =>
    [...tree.below(generatedPath(cluster, "rendered", tenantFolder(tenant, part)))].map(({ file }) => basename(file));
  const guardrails = names("guardrails");
  const workloads = names("workloads");
  if (guardrails.length + workloads.length === 0) return undefined;
  if (workloads.some(isServingFile)) return "active";
  if (!workloads.includes(drainedPlaceholderFile)) return "suspended";
  return guardrails.includes(ownRuntimeFile) || guardrails.includes(runtimeStubFile) ? "draining" : "drained";
}
