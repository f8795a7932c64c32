import { drainedMarkName } from "../generate/drained-mark.ts";
import { fileNameOf, generatedPath, tenantFolder } from "../layout/paths.ts";
import type { Part } from "../patterns/pattern.ts";
import type { Tree } from "../publish/tree.ts";
import type { Lifecycle } from "../validate/tenant.ts";

/** How far a tenant is on its way in a tree, whatever its file says by now; nothing where the tree does not have it. */
export function stateIn(tree: Tree, cluster: string, tenant: string): Lifecycle | undefined {
  const names = (part: Part): readonly string[] =>
    [...tree.below(generatedPath(cluster, "rendered", tenantFolder(tenant, part)))].map(({ file }) =>
      file.slice(file.lastIndexOf("/") + 1),
    );
  const guardrails = names("guardrails");
  const workloads = names("workloads");
  if (guardrails.length + workloads.length === 0) return undefined;
  if (workloads.some((name) => /^(server|model|pipeline|experiment)-/.test(name))) return "active";
  if (!workloads.includes(fileNameOf("ConfigMap", drainedMarkName))) return "suspended";
  const runtime = [fileNameOf("SeldonRuntime", "seldon"), fileNameOf("ConfigMap", "seldon-agent")];
  return guardrails.some((name) => runtime.includes(name)) ? "draining" : "drained";
}
