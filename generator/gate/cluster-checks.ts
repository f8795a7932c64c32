import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { Scene, type Surroundings } from "../evaluate/manifests/scene.ts";
import { namespacesOf, unitScene } from "../evaluate/manifests/unit-scene.ts";
import { clusterFindings, clusterKinds, type Finding, sceneFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import { digestOf } from "../tools/cache.ts";
import { seldonOf } from "../validate/effective.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import type { Unit } from "../validate/selection.ts";
import { type Batch, filesOf, type LaidOutUnit, renderBatches, textsOf } from "./batches.ts";
import { duplicateFinder } from "./duplicates.ts";
import type { Gates } from "./gates.ts";
import { aroundScenes } from "./known-clean.ts";
import { type Judge, kubeconform, type Verdict } from "./kubeconform.ts";
import { permitted } from "./permissions.ts";

/** What went through the gates, for the closing summary. */
export interface Counts {
  readonly overlays: number;
  /** Overlays that kustomize built in this run; the others are plain, or were built before. */
  readonly built: number;
  readonly kustomizations: number;
  readonly resources: number;
  readonly valid: number;
  readonly invalid: number;
  readonly skipped: number;
  /** Objects that the rules were held against. */
  readonly ruled: number;
}

/** What all gates say of one batch, or of all together. */
interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  readonly findings: readonly Finding[];
  readonly counts: Counts;
}

/**
 * Every unit through all gates, cluster by cluster and batch by batch.
 * @param whole Whether these are all units of each cluster: of some tenants only, a cluster's rules would miss the others.
 * @param onBatch Gets each batch once it was checked: nothing of it is kept.
 */
export async function checkClusters(
  inventory: Inventory,
  selected: readonly { readonly cluster: ClusterEntry; readonly units: readonly Unit[] }[],
  whole: boolean,
  gates: Gates,
  onBatch: (batch: Batch) => void,
): Promise<Checked> {
  const diagnostics: Diagnostic[] = [];
  const findings: Finding[] = [];
  let counts = nothingCounted;
  for (const { cluster, units } of selected) {
    const checks = await ClusterChecks.open(inventory, cluster, gates);
    for await (const batch of renderBatches(inventory, units, gates.renderer)) {
      const checked = await checks.check(batch);
      diagnostics.push(...checked.diagnostics);
      findings.push(...checked.findings);
      counts = sumOf(counts, checked.counts);
      onBatch(batch);
    }
    if (whole) findings.push(...checks.together());
  }
  if (counts.ruled !== counts.resources) throw new Error(`rules saw ${counts.ruled} of ${counts.resources} objects`);
  return { diagnostics, findings, counts };
}

/** The gates of one cluster. They see its units batch by batch, and keep what has to be seen beside all others. */
class ClusterChecks {
  readonly #judge: Judge;
  readonly #clean: Gates["clean"];
  readonly #around: Surroundings;
  readonly #aroundDigest: string;
  readonly #duplicates = duplicateFinder();
  readonly #shared: Manifest[] = [];

  static async open(inventory: Inventory, cluster: ClusterEntry, gates: Gates): Promise<ClusterChecks> {
    return new ClusterChecks(
      inventory,
      cluster,
      await gates.judge(cluster, seldonOf(inventory.platform, cluster)),
      gates.clean,
    );
  }

  private constructor(inventory: Inventory, cluster: ClusterEntry, judge: Judge, clean: Gates["clean"]) {
    const { platform } = inventory;
    this.#judge = judge;
    this.#clean = clean;
    this.#around = { platform, cluster, namespaces: namespacesOf(platform, cluster) };
    this.#aroundDigest = aroundScenes(inventory, cluster);
  }

  async check(batch: Batch): Promise<Checked> {
    const { units, rendering, groups } = batch;
    const verdict = await kubeconform(groups, this.#judge);
    const permissions = new Map(units.flatMap((unit) => [...unit.permissions]));
    const ofOverlays = rendering.overlays.flatMap((overlay) => [
      ...permitted(overlay, permissions),
      ...this.#duplicates(overlay),
    ]);
    const ruled = units.map((unit) => this.#rule(unit, batch));
    return {
      diagnostics: [...rendering.diagnostics, ...verdict.diagnostics, ...ofOverlays],
      findings: ruled.flatMap(({ findings }) => findings),
      counts: countsOf(
        batch,
        verdict,
        ruled.reduce((sum, { objects }) => sum + objects, 0),
      ),
    };
  }

  /** What rules say of the cluster as a whole, once every batch of it was checked. */
  together(): readonly Finding[] {
    return clusterFindings(new Scene(this.#shared, this.#around), rules);
  }

  #rule(unit: LaidOutUnit, { rendered }: Batch): { readonly findings: readonly Finding[]; readonly objects: number } {
    const scene = unitScene(unit, rendered, { ...this.#around, tenant: unit.tenant });
    const key = digestOf(this.#aroundDigest, ...textsOf(unit, rendered));
    const findings = this.#clean.has(key) ? [] : sceneFindings(scene, rules);
    if (findings.length === 0) this.#clean.add(key);
    this.#shared.push(...scene.of(...clusterKinds(rules)));
    return { findings, objects: scene.manifests.length };
  }
}

const nothingCounted: Counts = {
  overlays: 0,
  built: 0,
  kustomizations: 0,
  resources: 0,
  valid: 0,
  invalid: 0,
  skipped: 0,
  ruled: 0,
};

function countsOf(batch: Batch, { valid, invalid, skipped }: Verdict, ruled: number): Counts {
  const { rendering, groups } = batch;
  return {
    overlays: rendering.overlays.length,
    built: rendering.built,
    kustomizations: [...filesOf({ ...batch, groups: [] })].filter(([file]) => file.endsWith("/kustomization.yaml"))
      .length,
    resources: groups.reduce((sum, group) => sum + group.length, 0),
    valid,
    invalid,
    skipped,
    ruled,
  };
}

function sumOf(left: Counts, right: Counts): Counts {
  return {
    overlays: left.overlays + right.overlays,
    built: left.built + right.built,
    kustomizations: left.kustomizations + right.kustomizations,
    resources: left.resources + right.resources,
    valid: left.valid + right.valid,
    invalid: left.invalid + right.invalid,
    skipped: left.skipped + right.skipped,
    ruled: left.ruled + right.ruled,
  };
}
