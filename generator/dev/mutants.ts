import { join } from "node:path";
import { kindOf, type Manifest, manifestOf } from "../evaluate/manifests/manifest.ts";
import { ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { namespaceLabelsOn, unitManifests } from "../evaluate/manifests/unit-manifests.ts";
import { kubeconform, type RenderedFile } from "../gate/kubeconform.ts";
import { layoutOf } from "../gate/layout-of.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { sampleFolder } from "../init/sample-folder.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { render } from "../render/render.ts";
import { clusterFindings, clusterKinds, type Finding, manifestSetFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { type Mutant, mutantsOf } from "../testing/mutate.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";

/**
 * Changes every object of the sample and the golden trees in one place at a time, and checks whether a rule or a schema detects
 * it. Lists undetected changes by kind and field, so that a maintainer can decide whether a rule is missing. Asserts nothing.
 */
const trees = [sampleFolder, join(import.meta.dirname, "../golden/four-patterns")];
const machine = { env: process.env, log: (line: string) => process.stderr.write(`${line}\n`) };

/**
 * Fields that change only texts for people, the speed of Argo CD's retries, or nothing: marks, descriptions, dashboards,
 * kinds that a project allows for controllers, and groups whose permissions in Argo CD follow from the input.
 */
const meaningless = new RegExp(
  [
    "^metadata\\.(finalizers|labels|annotations)$",
    "^metadata\\.(labels|annotations)\\.(app\\.kubernetes\\.io/managed-by|tenantry\\.dev/|argocd\\.argoproj\\.io/(manifest-generate-paths|compare-options))",
    "^metadata\\.labels\\.(acme\\.test/|pod-security\\.kubernetes\\.io/(audit|warn))",
    "(^|\\.)description$",
    "^spec\\.(info|syncPolicy\\.retry\\.backoff)\\b",
    "\\.dashboard\\b",
    "^data\\..*\\.json$",
    "^spec\\.roles\\b",
  ].join("|"),
);

interface Tried {
  readonly mutant: Mutant;
  readonly manifest: Manifest;
  readonly cluster: ClusterEntry;
  readonly by: "rules" | "schema" | undefined;
}

const tried: Tried[] = [];
for (const root of trees) {
  const inventory = inventoryOf(root);
  const gates = openToolchain(root, machine, false);
  for (const cluster of inventory.clusters) {
    const manifestSets = await manifestSetsOf(inventory, cluster, gates.renderer);
    const before = tried.length;
    tryRules(manifestSets, cluster);
    await trySchemas(before, cluster);
  }
}
report();

async function manifestSetsOf(
  inventory: Inventory,
  cluster: ClusterEntry,
  renderer: Parameters<typeof render>[1],
): Promise<readonly ManifestSet[]> {
  const { platform } = cluster;
  const namespaces = namespaceLabelsOn(cluster);
  const units = [undefined, ...cluster.tenants].map((tenant) => ({ cluster, tenant }));
  const layout = units.map((unit) => ({ ...layoutOf(inventory, unit), tenant: unit.tenant }));
  const rendering = await render(
    layout.flatMap(({ overlays }) => overlays),
    renderer,
  );
  const rendered = new Map(rendering.overlays.map((overlay) => [overlay.overlay.application, overlay]));
  return layout.map((item) => unitManifests(item, rendered, { platform, cluster, tenant: item.tenant, namespaces }));
}

function tryRules(manifestSets: readonly ManifestSet[], cluster: ClusterEntry): void {
  const kinds = clusterKinds(rules);
  const shared = manifestSets.flatMap((manifestSet) => manifestSet.of(...kinds));
  const context = manifestSets[0]?.context;
  if (context === undefined) throw new Error(`${cluster.name} has no objects`);
  const whole = { ...context, tenant: undefined };
  const knownOfAll = keysOf(clusterFindings(new ManifestSet(shared, whole), rules));
  for (const manifestSet of manifestSets) {
    const known = keysOf(manifestSetFindings(manifestSet, rules));
    for (const manifest of manifestSet.manifests) {
      const others = manifestSet.manifests.filter((candidate) => candidate !== manifest);
      const othersOfAll = shared.filter((candidate) => candidate !== manifest);
      for (const mutant of mutantsOf(manifest.object)) {
        if (meaningless.test(mutant.field)) continue;
        const next = mutant.object === undefined ? [] : [manifestOf(mutant.object, manifest.at, manifest)];
        const noticed =
          isNew(manifestSetFindings(new ManifestSet([...others, ...next], manifestSet.context), rules), known) ||
          (kinds.includes(manifest.kind) &&
            isNew(clusterFindings(new ManifestSet([...othersOfAll, ...next], whole), rules), knownOfAll));
        tried.push({ mutant, manifest, cluster, by: noticed ? "rules" : undefined });
      }
    }
  }
}

function keysOf(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map(keyOf));
}

function isNew(findings: readonly Finding[], known: ReadonlySet<string>): boolean {
  return findings.some((finding) => !known.has(keyOf(finding)));
}

function keyOf({ diagnostic: { code, message, at } }: Finding): string {
  return `${code} ${at.file}:${at.line} ${message}`;
}

/** Validates with kubeconform every mutant that no rule detects: a rule does not need to check a field that the schema requires. */
async function trySchemas(from: number, cluster: ClusterEntry): Promise<void> {
  const validator = await openToolchain(trees[0] ?? "", machine, true).validator(cluster);
  const groups: RenderedFile[][] = [];
  const indexes: number[] = [];
  for (const [index, { mutant, manifest, by }] of tried.entries()) {
    if (index < from || by !== undefined || mutant.object === undefined) continue;
    const file = String(index);
    groups.push([{ object: mutant.object, origin: originOf(manifest), file, text: objectFile(mutant.object) }]);
    indexes.push(index);
  }
  const { diagnostics } = await kubeconform(groups, validator);
  const refused = new Set(diagnostics.map(({ message }) => Number(/\((\d+)\)/.exec(message)?.[1])));
  for (const index of indexes) {
    const item = tried[index];
    if (item !== undefined && refused.has(index)) tried[index] = { ...item, by: "schema" };
  }
}

function originOf({ name }: Manifest): RenderedFile["origin"] {
  return { source: { file: name, text: "a: 1\n" }, path: [] };
}

function report(): void {
  const rows = [...Map.groupBy(tried, ({ mutant }) => mutant.what)].map(([what, all]) => {
    const count = (by: Tried["by"]): number => all.filter((candidate) => candidate.by === by).length;
    return [what, all.length, count("rules"), count("schema"), count(undefined)] as const;
  });
  process.stdout.write(`${rules.length} rules, ${tried.length} mutants\n\n`);
  process.stdout.write(row("change", "mutants", "by rules", "by schema", "undetected"));
  for (const item of rows) process.stdout.write(row(...item));
  const total = (by: Tried["by"]): number => tried.filter((candidate) => candidate.by === by).length;
  process.stdout.write(row("all", tried.length, total("rules"), total("schema"), total(undefined)));
  const survivors = tried.filter(({ by }) => by === undefined);
  const groups = [
    ...Map.groupBy(survivors, ({ mutant, manifest }) => `${kindOf(manifest.object)} ${mutant.field} (${mutant.what})`),
  ];
  process.stdout.write("\nundetected, by kind and field:\n");
  for (const [change, all] of groups.sort((left, right) => right[1].length - left[1].length)) {
    const names = [...new Set(all.map(({ manifest, cluster }) => `${cluster.name} ${manifest.name}`))];
    process.stdout.write(`${String(all.length).padStart(6)}  ${change}, as in ${names[0] ?? ""}\n`);
  }
}

function row(change: string, ...numbers: readonly (string | number)[]): string {
  return `${change.padEnd(30)}${numbers.map((number) => String(number).padStart(11)).join("")}\n`;
}
