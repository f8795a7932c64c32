import { type Diagnostic, saidOnce, wholeFile } from "../diagnostics/diagnostic.ts";
import { drainedMarkName } from "../generate/drained-mark.ts";
import { fileNameOf } from "../layout/laid-out.ts";
import { patternAnnotation, platformProjectFile } from "../layout/names.ts";
import { type Base, openBase } from "../load/base.ts";
import { readObject } from "../models/read-object.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { hasRuntime, lifecycleOf, servesModels } from "../validate/effective.ts";
import { type ClusterEntry, findingAt, type Inventory, type TenantEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import { sampleRepository } from "../validate/sample.ts";
import { PatternName } from "../validate/terms.ts";

/**
 * What would hang if it were merged now: a runtime refuses to go while Servers are there, and models, pipelines and
 * experiments go only with their scheduler's help (2.9.1). So a tenant is drained, or moved to another runtime, only after
 * the commit that drains it is merged.
 */
export async function outOfOrder(root: string, { platform, clusters }: Inventory): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  const base = await openBase(root, platform.spec.repository.revision);
  if ((await sampleIn(base)) === "merged") return [];
  const projects = await base.texts(clusters.map(({ name }) => platformProjectFile(name)));
  for (const cluster of clusters) {
    const here: Diagnostic[] = [];
    for (const tenant of cluster.tenants) {
      const state = lifecycleOf(cluster, tenant);
      if (hasRuntime(cluster, tenant)) continue;
      const names = await base.names(workloads(cluster.name, tenant.name));
      if (servesModels(tenant) && state === "drained" && !(names.length === 1 && names[0] === mark))
        here.push(notDraining(cluster, tenant, base.name));
      else if (!servesModels(tenant) && names.some(isServed)) here.push(notPaused(cluster, tenant, base.name));
    }
    const known = new Set<string>(cluster.tenants.map(({ name }) => name));
    for (const name of await base.names(`clusters/${cluster.name}/rendered/tenants`)) {
      if (known.has(name)) continue;
      if (await holdsOn(base, cluster.name, name)) here.push(notDrained(cluster, name, base.name));
    }
    const project = projects.get(platformProjectFile(cluster.name));
    const before = patternOf(project);
    const after = patterns[cluster.spec.seldon.pattern];
    // A cluster that was never built has nothing to move.
    if (project !== undefined && before?.runtime !== after.runtime) {
      const held: string[] = [];
      for (const { name } of cluster.tenants) if (await isElsewhere(base, cluster.name, name, after)) held.push(name);
      if (held.length > 0) here.push(notEmpty(cluster, before, held, base.name));
    }
    found.push(...here);
    if (here.length === 0 && !base.sure && (await asks(cluster, projects.get(platformProjectFile(cluster.name)))))
      found.push(unsure(cluster, platform.spec.repository.revision));
  }
  return saidOnce(found);
}

/**
 * Whether what is merged is the sample, which runs nowhere and has nobody to protect. The branch's newest commit has to say
 * so too: once it names another repository, no older commit that somebody branches off counts.
 */
export async function sampleIn(base: Base): Promise<"merged" | "gone" | "unknown"> {
  const texts = await base.merged("platform/platform.yaml");
  if (texts.length === 0) return "unknown";
  const urls = texts.map((text) => valueAt(readObject(text), ["spec", "repository", "url"]));
  return urls.every((url) => url === sampleRepository) ? "merged" : "gone";
}

/** Whether the answer depends on what is merged. */
async function asks(cluster: ClusterEntry, project: string | undefined): Promise<boolean> {
  const drained = cluster.tenants.some((tenant) => servesModels(tenant) && lifecycleOf(cluster, tenant) === "drained");
  return drained || (project !== undefined && patternOf(project)?.name !== cluster.spec.seldon.pattern);
}

/** The pattern that a tree was generated for, from the text of its platform's project. */
export function patternOf(project: string | undefined): Pattern | undefined {
  const name = PatternName.safeParse(valueAt(readObject(project), ["metadata", "annotations", patternAnnotation]));
  return name.success ? patterns[name.data] : undefined;
}

const mark = fileNameOf("ConfigMap", drainedMarkName);

/** Files of what only a scheduler can let go, or what a runtime waits for. */
function isServed(name: string): boolean {
  return /^(server|model|pipeline|experiment)-/.test(name);
}

/** Whether something of a tenant would wait for ever if its runtime went now, or is that runtime. */
async function holdsOn(base: Base, cluster: string, tenant: string): Promise<boolean> {
  if ((await base.names(workloads(cluster, tenant))).some(isServed)) return true;
  const guardrails = await base.names(guardrailsOf(cluster, tenant));
  return guardrails.includes(ownRuntime) || guardrails.includes(standInForRuntime);
}

/** Whether a tenant has a runtime in another place than this pattern's; its files say so, whatever the project says. */
async function isElsewhere(base: Base, cluster: string, tenant: string, after: Pattern): Promise<boolean> {
  const guardrails = await base.names(guardrailsOf(cluster, tenant));
  return guardrails.includes(after.runtime === "shared" ? ownRuntime : standInForRuntime);
}

const ownRuntime = fileNameOf("SeldonRuntime", "seldon");
const standInForRuntime = fileNameOf("ConfigMap", "seldon-agent");

function guardrailsOf(cluster: string, tenant: string): string {
  return `clusters/${cluster}/rendered/tenants/${tenant}/guardrails`;
}

function workloads(cluster: string, tenant: string): string {
  return `clusters/${cluster}/rendered/tenants/${tenant}/workloads`;
}

function notDraining(cluster: ClusterEntry, tenant: TenantEntry, base: string): Diagnostic {
  return findingAt(
    tenant.spec.lifecycle === "drained" ? tenant.at("lifecycle") : cluster.at("seldon", "lifecycle"),
    "lifecycle/out-of-order",
    `${tenant.name} is not draining on ${cluster.name} yet: its runtime goes only after the commit that drains it is merged`,
    `Say draining first, and merge that. Looked at ${base}.`,
  );
}

function notPaused(cluster: ClusterEntry, tenant: TenantEntry, base: string): Diagnostic {
  return findingAt(
    tenant.at("servers"),
    "lifecycle/out-of-order",
    `${tenant.name} still serves on ${cluster.name}: without a Server its runtime would go at once, and its models could not`,
    `Say lifecycle: suspended first, and merge that; then take the Servers and models away. Looked at ${base}.`,
    "key",
  );
}

function notDrained(cluster: ClusterEntry, tenant: string, base: string): Diagnostic {
  return {
    code: "lifecycle/out-of-order",
    severity: "error",
    message: `${tenant} leaves ${cluster.name} and is not drained there: its models would wait for their scheduler for ever`,
    hint: `Bring it back: npx --no-install tenantry plan --tenant ${tenant} --lifecycle removed shows the commits. Looked at ${base}.`,
    at: wholeFile(`tenants/${tenant}.yaml`),
  };
}

function notEmpty(
  cluster: ClusterEntry,
  before: Pattern | undefined,
  held: readonly string[],
  base: string,
): Diagnostic {
  const whose = held.length === 1 ? held[0] : `${held[0]} and ${held.length - 1} more`;
  const { pattern } = cluster.spec.seldon;
  return findingAt(
    cluster.at("seldon", "pattern"),
    "lifecycle/out-of-order",
    `${whose} still has a runtime on ${cluster.name}, and ${before?.name ?? "the pattern before"} and ${pattern} keep theirs in different places`,
    `Models and runtimes have to leave first, in commits of their own: npx --no-install tenantry plan --cluster ${cluster.name} --pattern ${pattern} shows them. Looked at ${base}.`,
  );
}

function unsure(cluster: ClusterEntry, branch: string): Diagnostic {
  return findingAt(
    cluster.at("seldon"),
    "lifecycle/out-of-order",
    `${branch} is not in this clone, so nobody can tell what is merged on ${cluster.name}`,
    `Fetch it: git fetch origin ${branch.replace(/^refs\/heads\//, "")}.`,
    "key",
  );
}
