import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { platformFile, tenantFile } from "../load/input-files.ts";
import { type ClusterEntry, findingAt } from "../validate/inventory.ts";
import type { Selection } from "../validate/selection.ts";
import { Lifecycle } from "../validate/tenant.ts";
import type { PlanTarget } from "./commit-step.ts";
import type { PlannedStep } from "./plan.ts";

/** Clusters whose own lifecycle keeps these tenants at a later state than the target. */
export function clusterLifecycleFindings(
  { lifecycle }: PlanTarget,
  { tenants }: Selection,
  clusters: readonly ClusterEntry[],
): readonly Diagnostic[] {
  if (lifecycle === undefined || lifecycle === "removed") return [];
  const order = Lifecycle.options;
  return clusters
    .filter(({ tenants: entries }) => entries.some(({ name }) => tenants.includes(name)))
    .filter(({ spec }) => order.indexOf(spec.seldon.lifecycle ?? "active") > order.indexOf(lifecycle))
    .map((cluster) =>
      findingAt(
        cluster.at("seldon", "lifecycle"),
        "lifecycle/out-of-order",
        codes["lifecycle/out-of-order"].messages.laterCluster(cluster.name, String(cluster.spec.seldon.lifecycle)),
        "Remove spec.seldon.lifecycle from the cluster file first.",
      ),
    );
}

/** Changes that the API server would reject. */
export function refusedChanges(steps: readonly PlannedStep[]): readonly Diagnostic[] {
  return steps.flatMap(({ effects }) =>
    effects
      .filter(({ blocks }) => blocks === true)
      .map(({ about, message, tenant }) => ({
        code: "plan/immutable" as const,
        severity: "error" as const,
        message: codes["plan/immutable"].messages.refusedChange(about, message),
        at: wholeFile(tenant === undefined ? platformFile : tenantFile(tenant)),
      })),
  );
}
