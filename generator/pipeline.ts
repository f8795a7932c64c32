import type { Waived } from "./diagnostics/catalogue.ts";
import { compareDiagnostics, type Diagnostic } from "./diagnostics/diagnostic.ts";
import type { Outcome } from "./diagnostics/outcome.ts";
import { admission, policyBase } from "./gate/admission/policy-objects.ts";
import { duplicateFinder } from "./gate/duplicates.ts";
import type { Gates } from "./gate/gates.ts";
import { type Judged, kubeconform, type Verdict } from "./gate/kubeconform.ts";
import { outOfOrder } from "./gate/life-in-order.ts";
import type { Manifest } from "./gate/manifests/manifest.ts";
import { Scene } from "./gate/manifests/scene.ts";
import { namespacesOf, unitScene } from "./gate/manifests/unit-scene.ts";
import { permitted } from "./gate/permissions.ts";
import { aroundScenes } from "./gate/rules/known-clean.ts";
import {
  clusterFindings,
  clusterKinds,
  type Finding,
  inventoryFindings,
  sceneFindings,
} from "./gate/rules/run-rules.ts";
import { rules } from "./gate/rules/table.ts";
import { judge } from "./gate/rules/waivers.ts";
import { generatePlatform } from "./generate/generate-platform.ts";
import { generateTenant } from "./generate/generate-tenant.ts";
import { clusterScope, tenantScope } from "./generate/scope.ts";
import { codeOwners } from "./layout/code-owners.ts";
import { type LaidOut, objectFile } from "./layout/laid-out.ts";
import { layOutPlatform } from "./layout/lay-out-platform.ts";
import { layOutTenant } from "./layout/lay-out-tenant.ts";
import { baseFiles, overlayFiles } from "./layout/overlay.ts";
import { codeOwnersFile } from "./layout/paths.ts";
import { ignoredFiles } from "./load/ignored-files.ts";
import { loadRepository } from "./load/load-repository.ts";
import { preconditions } from "./patterns/preconditions.ts";
import { Comparison, type Publication } from "./publish/publication.ts";
import { diskTree, type Tree } from "./publish/tree.ts";
import { type Rendering, render } from "./render/render.ts";
import type { RenderedOverlay } from "./render/rendered.ts";
import { digestOf } from "./tools/cache.ts";
import type { Inventory } from "./validate/inventory.ts";
import { type Selection, selectUnits, type Unit } from "./validate/selection.ts";
import { validateInventory } from "./validate/validate-inventory.ts";

/** What a run found out: the tree that the inputs give against the tree on disk, and every diagnostic on the way. */
export interface Survey {
  readonly diagnostics: readonly Diagnostic[];
  /** What rules found and somebody answers for. */
  readonly waived: readonly Waived[];
  /** Nothing where the input could not be read or understood. */
  readonly result: Result | undefined;
}

export interface Result {
  readonly inventory: Inventory;
  readonly publication: Publication;
  /** Tenants and clusters that this run was about. */
  readonly tenants: readonly string[];
  readonly clusters: readonly string[];
  readonly counts: Counts;
  /** Not where some tenants were asked for by name: what is shared with the others, or the platform's, is left as it is. */
  readonly whole: boolean;
}

/** What went through the gates, for the closing summary. */
interface Counts {
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

/**
 * The whole program: tenants/, platform/ and clusters/ in; out, as a value, the tree that Argo CD syncs. Tenants do not
 * depend on each other once they are validated, so they pass in batches, and memory does not grow with their number.
 */
export async function survey(
  root: string,
  selection: Selection,
  gates: Gates,
  today: string,
  progress: (done: number, all: number) => void,
): Promise<Survey> {
  const documents = loadRepository(root);
  if (!documents.ok) return stopped(documents.diagnostics);
  const validated = validateInventory(documents.value);
  const ignored = await ignoredFiles(root, documents.value);
  if (!validated.ok || ignored.length > 0) return stopped([...validated.diagnostics, ...ignored]);
  return surveyValid(root, validated, selection, gates, today, progress);
}

/** The same, of inputs that have been read and understood. */
export async function surveyValid(
  root: string,
  validated: Extract<Outcome<Inventory>, { readonly ok: true }>,
  selection: Selection,
  gates: Gates,
  today: string,
  progress: (done: number, all: number) => void,
): Promise<Survey> {
  const inventory = validated.value;
  const unmet = [...preconditions(inventory, today), ...(await outOfOrder(root, inventory))];
  if (unmet.some(({ severity }) => severity === "error")) return stopped([...validated.diagnostics, ...unmet]);
  const found = await compareWith(diskTree(root), inventory, selection, gates, today, progress);
  const diagnostics = [...validated.diagnostics, ...unmet, ...found.diagnostics].sort(compareDiagnostics);
  return { ...found, diagnostics };
}

function stopped(diagnostics: readonly Diagnostic[]): Survey {
  return { diagnostics: diagnostics.toSorted(compareDiagnostics), waived: [], result: undefined };
}

/** From inventory to the difference between what it gives and a tree, through all gates. */
export async function compareWith(
  tree: Tree,
  inventory: Inventory,
  selection: Selection,
  gates: Gates,
  today: string,
  progress: (done: number, all: number) => void,
): Promise<Survey & { readonly result: Result }> {
  const selected = selectUnits(inventory, selection);
  const all = selected.flatMap(({ units }) => units);
  const comparison = new Comparison(tree);
  const found: Diagnostic[] = [];
  const findings: Finding[] = [...inventoryFindings(inventory, rules)];
  const forCluster = clusterKinds(rules);
  const whole = selection.tenants.length === 0;
  let counts = nothing;
  let done = 0;
  if (whole) for (const [file, text] of baseFiles(policyBase(inventory.platform, rules))) comparison.want(file, text);
  for (const { cluster, units } of selected) {
    const judging = await gates.judge(cluster);
    const namespaces = namespacesOf(inventory.platform, cluster);
    const around = aroundScenes(inventory, cluster);
    const shared: Manifest[] = [];
    const duplicates = duplicateFinder();
    for (const batch of inBatches(units)) {
      const laidOut = batch.map((unit) => ({ ...layOut(inventory, unit), tenant: unit.tenant })).map(withOwn);
      const rendering = await render(
        laidOut.flatMap(({ overlays }) => overlays),
        gates.renderer,
      );
      const groups = [...laidOut.map(({ own }) => own), ...rendering.overlays.map(({ objects }) => objects)];
      const verdict = await kubeconform(groups, judging);
      const permissions = new Map(laidOut.flatMap((one) => [...one.permissions]));
      found.push(...rendering.diagnostics, ...verdict.diagnostics);
      for (const overlay of rendering.overlays) found.push(...permitted(overlay, permissions), ...duplicates(overlay));
      const rendered = new Map(rendering.overlays.map((one) => [one.overlay.application, one]));
      for (const one of laidOut) {
        const scene = unitScene(one, rendered, {
          platform: inventory.platform,
          cluster,
          tenant: one.tenant,
          namespaces,
        });
        const key = digestOf(around, ...textsOf(one, rendered));
        const said = gates.clean.has(key) ? [] : sceneFindings(scene, rules);
        if (said.length === 0) gates.clean.add(key);
        findings.push(...said);
        counts = { ...counts, ruled: counts.ruled + scene.manifests.length };
        shared.push(...scene.of(...forCluster));
      }
      for (const [file, text] of filesOf(laidOut, groups)) comparison.want(file, text);
      counts = add(counts, laidOut, groups, rendering, verdict);
      done += batch.length;
      progress(done, all.length);
    }
    // Of some tenants only, a cluster's rules would miss the others.
    if (whole) {
      const scene = new Scene(shared, { platform: inventory.platform, cluster, namespaces });
      findings.push(...clusterFindings(scene, rules));
    }
  }
  if (counts.ruled !== counts.resources) throw new Error(`rules saw ${counts.ruled} of ${counts.resources} objects`);
  if (whole) comparison.want(codeOwnersFile, codeOwners(inventory));
  const publication = comparison.finish(selection);
  const judged = judge(findings, inventory, rules, whole && selection.clusters.length === 0, today);
  const diagnostics = [...found, ...judged.diagnostics, ...publication.diagnostics];
  const tenants = [...new Set(all.flatMap(({ tenant }) => tenant?.name ?? []))].sort();
  const clusters = selected.map(({ cluster }) => cluster.name);
  return {
    diagnostics,
    waived: judged.waived,
    result: { inventory, publication, tenants, clusters, counts, whole },
  };
}

/** One tenant on one cluster, or one cluster's platform: generated, and laid out as overlays, Applications and texts. */
export function layOut(inventory: Inventory, { cluster, tenant }: Unit): LaidOut {
  const { platform, components } = inventory;
  if (tenant === undefined) {
    const own = clusterScope(platform, cluster);
    return layOutPlatform(inventory, own, generatePlatform(own), admission(own, rules));
  }
  const scope = tenantScope(platform, cluster, tenant);
  return layOutTenant(scope, generateTenant(scope), components);
}

/** Applications, projects and bootstrap objects: kustomize has nothing to do with them. */
function withOwn<L extends LaidOut>(laidOut: L): L & { readonly own: readonly Judged[] } {
  return { ...laidOut, own: laidOut.objects.map((one) => ({ ...one, text: objectFile(one.object) })) };
}

/** Everything that one unit's objects are, as they will be committed. */
function textsOf(
  { own, overlays }: LaidOut & { readonly own: readonly Judged[] },
  rendered: ReadonlyMap<string, RenderedOverlay>,
): readonly string[] {
  const built = overlays.flatMap(({ application }) => rendered.get(application)?.objects ?? []);
  return [...own, ...built].flatMap(({ file, text }) => [file, text]);
}

function* filesOf(
  laidOut: readonly LaidOut[],
  groups: readonly (readonly Judged[])[],
): Iterable<readonly [string, string]> {
  for (const { overlays, texts } of laidOut) {
    yield* texts;
    for (const overlay of overlays) yield* overlayFiles(overlay);
  }
  for (const group of groups) for (const { file, text } of group) yield [file, text];
}

const batchSize = 200;

function inBatches<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
}

const nothing: Counts = {
  overlays: 0,
  built: 0,
  kustomizations: 0,
  resources: 0,
  valid: 0,
  invalid: 0,
  skipped: 0,
  ruled: 0,
};

function add(
  counts: Counts,
  laidOut: readonly LaidOut[],
  groups: readonly (readonly Judged[])[],
  rendering: Rendering,
  verdict: Verdict,
): Counts {
  const texts = laidOut.flatMap((one) => [
    ...one.texts.keys(),
    ...one.overlays.flatMap((overlay) => [...overlayFiles(overlay).keys()]),
  ]);
  return {
    ...counts,
    overlays: counts.overlays + rendering.overlays.length,
    built: counts.built + rendering.built,
    kustomizations: counts.kustomizations + texts.filter((file) => file.endsWith("/kustomization.yaml")).length,
    resources: counts.resources + groups.reduce((sum, group) => sum + group.length, 0),
    valid: counts.valid + verdict.valid,
    invalid: counts.invalid + verdict.invalid,
    skipped: counts.skipped + verdict.skipped,
  };
}
