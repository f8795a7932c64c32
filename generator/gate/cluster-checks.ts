import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { type ManifestContext, ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { namespaceLabelsOn, unitManifests } from "../evaluate/manifests/unit-manifests.ts";
import { clusterFindings, clusterKinds, type Finding, manifestSetFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import { digestOf } from "../tools/cache.ts";
import { seldonOf } from "../validate/effective.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import type { SelectedUnit } from "../validate/selection.ts";
import { type Batch, batchFiles, batchTexts, renderBatches, type UnitWithLayout } from "./batches.ts";
import { duplicateFinder } from "./duplicates.ts";
import { type ScopeOfObject, scopesIn } from "./object-scope.ts";
import { permissionFindings } from "./permissions.ts";
import { contextDigest } from "./rule-cache.ts";
import type { Toolchain } from "./toolchain.ts";
import { Validation } from "./validation.ts";

/** Counts of all that the gates checked, for the final summary. */
export interface Counts {
  readonly overlays: number;
  /** Overlays that kustomize built in this run. The others are plain, or were built before. */
  readonly built: number;
  readonly kustomizations: number;
  readonly resources: number;
  readonly valid: number;
  readonly invalid: number;
  readonly skipped: number;
  /** Objects that the rules checked. */
  readonly ruled: number;
}

/** The same without kubeconform's verdict, which several batches share. */
type CountsOfBatch = Omit<Counts, "valid" | "invalid" | "skipped">;

/** The result of the gates, for one batch or for all. */
interface Checked<C> {
  readonly diagnostics: readonly Diagnostic[];
  readonly findings: readonly Finding[];
  readonly counts: C;
}

/**
 * Checks every unit with all gates, cluster by cluster and batch by batch.
 * @param whole Whether these are all units of each cluster. The rules for a whole cluster need all its tenants.
 * @param onBatch Receives each batch after the rules have checked it. Batches are not kept in memory.
 */
export async function checkClusters(
  inventory: Inventory,
  selected: readonly { readonly cluster: ClusterEntry; readonly units: readonly SelectedUnit[] }[],
  whole: boolean,
  gates: Toolchain,
  onBatch: (batch: Batch) => void,
): Promise<Checked<Counts>> {
  const diagnostics: Diagnostic[] = [];
  const findings: Finding[] = [];
  let counts = nothingCounted;
  const validation = new Validation();
  for (const { cluster, units } of selected) {
    const validator = await gates.validator(cluster, seldonOf(cluster));
    const checks = new ClusterChecks(inventory, cluster, gates.cleanManifests, scopesIn(validator.schemas));
    for await (const batch of renderBatches(inventory, units, gates.renderer)) {
      await validation.add(batch.groups, validator);
      const checked = checks.check(batch);
      diagnostics.push(...checked.diagnostics);
      findings.push(...checked.findings);
      counts = sumOf(counts, checked.counts);
      onBatch(batch);
    }
    if (whole) findings.push(...checks.together());
  }
  if (counts.ruled !== counts.resources)
    throw new Error(`the rules checked ${counts.ruled} of ${counts.resources} objects`);
  const { valid, invalid, skipped, ...verdict } = await validation.finish();
  return {
    diagnostics: [...diagnostics, ...verdict.diagnostics],
    findings,
    counts: { ...counts, valid, invalid, skipped },
  };
}

/** The gates of one cluster. They check its units batch by batch, and keep the objects that the cluster's rules need. */
class ClusterChecks {
  readonly #clean: Toolchain["cleanManifests"];
  readonly #cluster: ClusterEntry;
  readonly #scopeOf: ScopeOfObject;
  readonly #around: ManifestContext;
  readonly #aroundDigest: string;
  readonly #duplicates = duplicateFinder();
  readonly #shared: Manifest[] = [];

  constructor(inventory: Inventory, cluster: ClusterEntry, clean: Toolchain["cleanManifests"], scopeOf: ScopeOfObject) {
    const { platform } = cluster;
    this.#cluster = cluster;
    this.#scopeOf = scopeOf;
    this.#clean = clean;
    this.#around = { platform, cluster, namespaces: namespaceLabelsOn(cluster) };
    this.#aroundDigest = contextDigest(inventory, cluster);
  }

  check(batch: Batch): Checked<CountsOfBatch> {
    const { units, rendering } = batch;
    const permissions = new Map(units.flatMap((unit) => [...unit.permissions]));
    const ofOverlays = rendering.overlays.flatMap((overlay) => [
      ...permissionFindings(overlay, { cluster: this.#cluster, permissions, scopeOf: this.#scopeOf }),
      ...this.#duplicates(overlay),
    ]);
    const ruled = units.map((unit) => this.#rule(unit, batch));
    return {
      diagnostics: [...rendering.diagnostics, ...ofOverlays],
      findings: ruled.flatMap(({ findings }) => findings),
      counts: countsOf(
        batch,
        ruled.reduce((sum, { objects }) => sum + objects, 0),
      ),
    };
  }

  /** Findings of the rules for the whole cluster, after all its batches were checked. */
  together(): readonly Finding[] {
    return clusterFindings(new ManifestSet(this.#shared, this.#around), rules);
  }

  #rule(
    unit: UnitWithLayout,
    { rendered }: Batch,
  ): { readonly findings: readonly Finding[]; readonly objects: number } {
    const manifestSet = unitManifests(unit, rendered, { ...this.#around, tenant: unit.tenant });
    const key = digestOf(this.#aroundDigest, ...batchTexts(unit, rendered));
    const findings = this.#clean.has(key) ? [] : manifestSetFindings(manifestSet, rules);
    if (findings.length === 0) this.#clean.add(key);
    this.#shared.push(...manifestSet.of(...clusterKinds(rules)));
    return { findings, objects: manifestSet.manifests.length };
  }
}

const nothingCounted: CountsOfBatch = {
  overlays: 0,
  built: 0,
  kustomizations: 0,
  resources: 0,
  ruled: 0,
};

function countsOf(batch: Batch, ruled: number): CountsOfBatch {
  const { rendering, groups } = batch;
  return {
    overlays: rendering.overlays.length,
    built: rendering.built,
    kustomizations: [...batchFiles({ ...batch, groups: [] })].filter(([file]) => file.endsWith("/kustomization.yaml"))
      .length,
    resources: groups.reduce((sum, group) => sum + group.length, 0),
    ruled,
  };
}

function sumOf(left: CountsOfBatch, right: CountsOfBatch): CountsOfBatch {
  return {
    overlays: left.overlays + right.overlays,
    built: left.built + right.built,
    kustomizations: left.kustomizations + right.kustomizations,
    resources: left.resources + right.resources,
    ruled: left.ruled + right.ruled,
  };
}
