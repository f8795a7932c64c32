import { type Diagnostic, saidOnce } from "../diagnostics/diagnostic.ts";
import { drainedMarkName } from "../generate/drained-mark.ts";
import { fileNameOf } from "../layout/laid-out.ts";
import { patternAnnotation, platformProjectFile } from "../layout/names.ts";
import { type Base, openBase } from "../load/base.ts";
import { readObject } from "../models/read-object.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { lifecycleOf, servesModels } from "../validate/effective.ts";
import { type ClusterEntry, findingAt, type Inventory, type TenantEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import { PatternName } from "../validate/terms.ts";

/**
 * What would hang if it were merged now: a runtime refuses to go while Servers are there, and models, pipelines and
 * experiments go only with their scheduler's help (2.9.1). So a tenant is drained, or moved to another runtime, only after
 * the commit that drains it is merged.
 */
export async function outOfOrder(root: string, { platform, clusters }: Inventory): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  const base = await openBase(root, platform.spec.repository.revision);
  const projects = await base.texts(clusters.map(({ name }) => platformProjectFile(name)));
  for (const cluster of clusters) {
    for (const tenant of cluster.tenants) {
      if (!servesModels(tenant) || lifecycleOf(cluster, tenant) !== "drained") continue;
      if (!(await isDraining(base, cluster.name, tenant.name))) found.push(notDraining(cluster, tenant, base.name));
    }
    // A cluster that was never built has nothing to move.
    const before = patternOf(projects.get(platformProjectFile(cluster.name)));
    if (before === undefined || before.runtime === patterns[cluster.spec.seldon.pattern].runtime) continue;
    const serving: string[] = [];
    for (const { name } of cluster.tenants) if (await hasWorkloads(base, cluster.name, name)) serving.push(name);
    if (serving.length > 0) found.push(notEmpty(cluster, before, serving, base.name));
  }
  return saidOnce(found);
}

/** The pattern that a tree was generated for, from the text of its platform's project. */
export function patternOf(project: string | undefined): Pattern | undefined {
  const name = PatternName.safeParse(valueAt(readObject(project), ["metadata", "annotations", patternAnnotation]));
  return name.success ? patterns[name.data] : undefined;
}

const mark = fileNameOf("ConfigMap", drainedMarkName);

async function isDraining(base: Base, cluster: string, tenant: string): Promise<boolean> {
  const names = await base.names(workloads(cluster, tenant));
  return names.length === 1 && names[0] === mark;
}

async function hasWorkloads(base: Base, cluster: string, tenant: string): Promise<boolean> {
  return (await base.names(workloads(cluster, tenant))).some((name) => name !== mark);
}

function workloads(cluster: string, tenant: string): string {
  return `clusters/${cluster}/rendered/tenants/${tenant}/workloads`;
}

function notDraining(cluster: ClusterEntry, tenant: TenantEntry, base: string): Diagnostic {
  return findingAt(
    tenant.spec.lifecycle === "drained" ? tenant.at("lifecycle") : cluster.at("seldon", "lifecycle"),
    "lifecycle/out-of-order",
    `${tenant.name} is not draining on ${cluster.name} yet: its models and Servers would keep its runtime from going`,
    `Say draining first, and merge that. Looked at ${base}.`,
  );
}

function notEmpty(cluster: ClusterEntry, before: Pattern, serving: readonly string[], base: string): Diagnostic {
  const whose = serving.length === 1 ? serving[0] : `${serving[0]} and ${serving.length - 1} more`;
  return findingAt(
    cluster.at("seldon", "pattern"),
    "lifecycle/out-of-order",
    `${whose} still runs on ${cluster.name}, and ${before.name} and ${cluster.spec.seldon.pattern} keep their runtimes in different places`,
    `The models have to leave first, in commits of their own: npx tenantry plan --cluster ${cluster.name} --pattern ${cluster.spec.seldon.pattern} shows them. Looked at ${base}.`,
  );
}
