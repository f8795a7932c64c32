import { type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { generatedPath, platformProjectFile, tenantFolder } from "../layout/paths.ts";
import { patternOf } from "../layout/pattern-of.ts";
import { drainedPlaceholderFile, isServingFile, ownRuntimeFile, runtimeStubFile } from "../layout/tenant-files.ts";
import { earlierLayouts, mergedInCurrentLayout, type TreeLayout } from "../layout/tree-layouts.ts";
import { type MergedBase, openBase } from "../load/base.ts";
import type { GitObject } from "../load/git.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { isRetiring } from "../validate/addons/retire.ts";
import { hasRuntime, lifecycleOf, servesModels } from "../validate/effective.ts";
import type { ClusterEntry, Inventory, TenantEntry } from "../validate/inventory.ts";
import { replacedData } from "./addon-data.ts";
import { lostData, partsTogether, removedAddons } from "./addon-order.ts";
import { addonUpgrades } from "./addon-upgrade.ts";
import { notDrained, notDraining, notEmpty, notPaused, unsure } from "./lifecycle-findings.ts";
import { removedClusters, runningTenants, unknownCluster } from "./removed-clusters.ts";
import { sampleState } from "./sample-state.ts";

/**
 * Changes whose deletions would hang if they were merged now. A SeldonRuntime is not deleted while Servers exist, and models,
 * pipelines and experiments are deleted only by their scheduler (2.9.1). So the runtime of a tenant can be removed, or the tenant
 * moved to another runtime, only after the commit that drains the tenant is merged.
 */
export async function lifecycleViolations(
  root: string,
  inventory: Inventory,
  layouts: readonly TreeLayout[] = earlierLayouts,
): Promise<readonly Diagnostic[]> {
  const base = mergedInCurrentLayout(await openBase(root, inventory.platform.spec.repository.revision), layouts);
  const { clusters } = inventory;
  const removed = await removedClusters(base, inventory);
  const paths = [
    ...clusters.flatMap(({ name }) => [platformProjectFile(name), tenantsOf(name)]),
    ...removed.map(tenantsOf),
  ];
  const [sample, first] = await Promise.all([sampleState(base), lookUp(base, paths)]);
  if (sample === "merged") return [];
  const built = new Map(clusters.map(({ name }) => [name, builtAs(first.get(platformProjectFile(name)))]));
  const before = { base, built, found: first };
  const folders = [
    ...foldersOf(before, clusters),
    ...removed.flatMap((cluster) =>
      namesIn(before, tenantsOf(cluster)).flatMap((name) => [workloads(cluster, name), guardrailsOf(cluster, name)]),
    ),
  ];
  const merged = { ...before, found: new Map([...first, ...(await lookUp(base, folders))]) };
  return [
    ...(await addonViolations(base, inventory)),
    ...withoutDuplicates(clusters.flatMap((cluster) => ofCluster(merged, cluster, inventory))),
    ...removed.flatMap((cluster) => ofRemovedCluster(merged, cluster, inventory)),
  ];
}

async function addonViolations(base: MergedBase, { clusters, charts }: Inventory): Promise<readonly Diagnostic[]> {
  const read = clusters.map(({ name, addons, at }) => ({
    name,
    addons: addons.map((addon) => addon.name),
    at: addons.length === 0 ? at() : at("addons"),
  }));
  return [
    ...(await removedAddons(base, read)),
    ...(await partsTogether(base, clusters)),
    ...(await lostData(base, clusters)),
    ...(await replacedData(base, clusters)),
    ...(await addonUpgrades(base, clusters, charts)),
  ];
}

/** The generated files of the merged revision that these checks need. */
interface MergedTree {
  readonly base: MergedBase;
  /** The pattern that each cluster was built for. Undefined for a cluster that was never built. */
  readonly built: ReadonlyMap<string, Built | undefined>;
  readonly found: Found;
}

/** The git objects at the paths that were looked up. */
type Found = ReadonlyMap<string, GitObject | undefined>;

interface Built {
  /** Undefined if the project's file no longer contains it. */
  readonly pattern: Pattern | undefined;
}

function builtAs(project: GitObject | undefined): Built | undefined {
  return typeof project === "string" ? { pattern: patternOf(project) } : undefined;
}

/** Names of the files directly in a folder. */
function namesIn({ found }: MergedTree, folder: string): readonly string[] {
  const names = found.get(folder);
  return names === undefined || typeof names === "string" ? [] : names;
}

async function lookUp(base: MergedBase, paths: readonly string[]): Promise<Found> {
  const found = await Promise.all(paths.map((path) => base.read(path)));
  return new Map(paths.map((path, index) => [path, found[index]]));
}

/** Folders of tenants whose files determine whether objects can be deleted, given the build of each cluster. */
function foldersOf(merged: MergedTree, clusters: readonly ClusterEntry[]): readonly string[] {
  return clusters.flatMap((cluster) => {
    const here = new Map(cluster.tenants.map((tenant): [string, TenantEntry] => [tenant.name, tenant]));
    const moves = movesRuntime(merged, cluster);
    return [...new Set([...here.keys(), ...namesIn(merged, tenantsOf(cluster.name))])].flatMap((name) => {
      const tenant = here.get(name);
      return [
        ...(tenant === undefined || !hasRuntime(cluster, tenant) ? [workloads(cluster.name, name)] : []),
        ...(tenant === undefined || moves ? [guardrailsOf(cluster.name, name)] : []),
      ];
    });
  });
}

function ofCluster(merged: MergedTree, cluster: ClusterEntry, inventory: Inventory): readonly Diagnostic[] {
  const { base } = merged;
  const found: Diagnostic[] = [];
  for (const tenant of cluster.tenants) {
    if (hasRuntime(cluster, tenant)) continue;
    const names = namesIn(merged, workloads(cluster.name, tenant.name));
    if (
      servesModels(tenant) &&
      lifecycleOf(cluster, tenant) === "drained" &&
      !(names.length === 1 && names[0] === drainedPlaceholderFile)
    )
      found.push(notDraining(cluster, tenant, base.name));
    else if (!servesModels(tenant) && names.some(isServingFile)) found.push(notPaused(cluster, tenant, base.name));
  }
  const known = new Set<string>(cluster.tenants.map(({ name }) => name));
  for (const name of namesIn(merged, tenantsOf(cluster.name)))
    if (!known.has(name) && needsRuntime(merged, cluster.name, name))
      found.push(notDrained(cluster, name, selectsClusters(inventory, name), base.name));
  const built = merged.built.get(cluster.name);
  if (movesRuntime(merged, cluster)) {
    const after = patterns[cluster.spec.seldon.pattern];
    const held = cluster.tenants.filter(({ name }) => hasRuntimeElsewhere(merged, cluster.name, name, after));
    const names = held.map(({ name }) => name);
    if (names.length > 0) found.push(notEmpty(cluster, built?.pattern, names, base.name));
  }
  if (found.length === 0 && !base.isMerged && dependsOnMerge(cluster, built))
    found.push(unsure(cluster, inventory.platform.spec.repository.revision));
  return found;
}

function ofRemovedCluster(merged: MergedTree, cluster: string, { platform }: Inventory): readonly Diagnostic[] {
  const { base } = merged;
  const running = namesIn(merged, tenantsOf(cluster)).filter((name) => needsRuntime(merged, cluster, name));
  if (running.length > 0) return [runningTenants(cluster, running, base.name)];
  return base.isMerged ? [] : [unknownCluster(cluster, platform.spec.repository.revision)];
}

/** Whether a tenant runs on another cluster by a group or by its selector, so that a cluster's file can be the cause. */
function selectsClusters({ clusters }: Inventory, name: string): boolean {
  const entries = clusters.flatMap(({ tenants }) => tenants.filter((tenant) => tenant.name === name));
  return entries.some(({ placements }) => placements.some(({ by }) => by !== "name"));
}

/** Whether a cluster's runtimes move to another place than in the last build. False for a cluster that was never built. */
function movesRuntime(merged: MergedTree, cluster: ClusterEntry): boolean {
  const built = merged.built.get(cluster.name);
  return built !== undefined && built.pattern?.runtime !== patterns[cluster.spec.seldon.pattern].runtime;
}

/** Whether the result depends on the merged revision. */
function dependsOnMerge(cluster: ClusterEntry, built: Built | undefined): boolean {
  const drained = cluster.tenants.some((tenant) => servesModels(tenant) && lifecycleOf(cluster, tenant) === "drained");
  return (
    drained ||
    cluster.addons.some(isRetiring) ||
    (built !== undefined && built.pattern?.name !== cluster.spec.seldon.pattern)
  );
}

/** Whether a tenant has a runtime, or objects that would wait indefinitely if the runtime were deleted now. */
function needsRuntime(merged: MergedTree, cluster: string, tenant: string): boolean {
  if (namesIn(merged, workloads(cluster, tenant)).some(isServingFile)) return true;
  const guardrails = namesIn(merged, guardrailsOf(cluster, tenant));
  return guardrails.includes(ownRuntimeFile) || guardrails.includes(runtimeStubFile);
}

/** Whether a tenant's runtime is in another place than in this pattern. Its files decide, not the project. */
function hasRuntimeElsewhere(merged: MergedTree, cluster: string, tenant: string, after: Pattern): boolean {
  return namesIn(merged, guardrailsOf(cluster, tenant)).includes(
    after.runtime === "shared" ? ownRuntimeFile : runtimeStubFile,
  );
}

function tenantsOf(cluster: string): string {
  return generatedPath(cluster, "rendered", "tenants");
}

function guardrailsOf(cluster: string, tenant: string): string {
  return generatedPath(cluster, "rendered", tenantFolder(tenant, "guardrails"));
}

function workloads(cluster: string, tenant: string): string {
  return generatedPath(cluster, "rendered", tenantFolder(tenant, "workloads"));
}
