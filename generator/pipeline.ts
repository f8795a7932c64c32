import { policyBase } from "./admission/policy-objects.ts";
import type { WaivedFinding } from "./diagnostics/catalogue.ts";
import { compareDiagnostics, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { type Outcome, outcome } from "./diagnostics/outcome.ts";
import { removedAddonsIn } from "./gate/addon-order.ts";
import { batchFiles } from "./gate/batches.ts";
import { type Counts, checkClusters } from "./gate/cluster-checks.ts";
import { lifecycleViolations } from "./gate/lifecycle-order.ts";
import { misplacedFolder } from "./gate/repository-path.ts";
import { schemaFindings } from "./gate/schema-findings.ts";
import type { Toolchain } from "./gate/toolchain.ts";
import { codeOwners } from "./layout/code-owners.ts";
import { baseFiles } from "./layout/overlay.ts";
import { codeOwnersFile } from "./layout/paths.ts";
import { ignoredFiles } from "./load/ignored-files.ts";
import { loadRepository } from "./load/load-repository.ts";
import { preconditions } from "./patterns/preconditions.ts";
import { type CodeOwnersUpdate, codeOwnersUpdate } from "./publish/code-owners-file.ts";
import { type Publication, TreeComparison } from "./publish/publication.ts";
import { diskTree, type Tree } from "./publish/tree.ts";
import { inventoryFindings } from "./rules/run-rules.ts";
import { rules } from "./rules/table.ts";
import { applyWaivers } from "./rules/waivers.ts";
import type { Inventory } from "./validate/inventory.ts";
import { type Selection, selectUnits } from "./validate/selection.ts";
import { validateInventory } from "./validate/validate-inventory.ts";

/** The result of a run: the build output compared with the tree on disk, and all findings. */
export interface RunResult {
  readonly diagnostics: readonly Diagnostic[];
  /** The findings of rules that a waiver covers. */
  readonly waived: readonly WaivedFinding[];
  /** Undefined if the input files are invalid. */
  readonly result: RunSummary | undefined;
}

export interface RunSummary {
  readonly inventory: Inventory;
  readonly publication: Publication;
  /** The tenants and clusters of this run. */
  readonly tenants: readonly string[];
  readonly clusters: readonly string[];
  readonly counts: Counts;
  /** False if the user selected tenants by name. Shared files and the platform's files then remain unchanged. */
  readonly whole: boolean;
}

/** The environment of a run. */
export interface RunEnvironment {
  readonly gates: Toolchain;
  /** The current date in ISO 8601. */
  readonly today: string;
  /** Receives the number of finished units and of all units. */
  readonly progress: (done: number, all: number) => void;
}

/**
 * The whole program. It reads tenants/, platform/ and clusters/, and returns the tree that Argo CD syncs as a value. Validated
 * tenants do not depend on each other, so they are processed in batches.
 */
export async function runChecks(root: string, selection: Selection, environment: RunEnvironment): Promise<RunResult> {
  const documents = loadRepository(root);
  if (!documents.ok) return stopped(documents.diagnostics);
  const validated = validateInventory(documents.value);
  const ignored = await ignoredFiles(root, documents.value);
  if (!validated.ok) {
    const removed = await removedAddonsIn(root, documents.value);
    return stopped(removed.length > 0 ? removed : [...validated.diagnostics, ...ignored]);
  }
  if (ignored.length > 0) return stopped([...validated.diagnostics, ...ignored]);
  return runValidated(root, validated, selection, environment);
}

/** Runs the same checks on input files that are already validated. */
export async function runValidated(
  root: string,
  validated: Extract<Outcome<Inventory>, { readonly ok: true }>,
  selection: Selection,
  environment: RunEnvironment,
): Promise<RunResult> {
  const inventory = validated.value;
  const unmet = [
    ...(await misplacedFolder(root, inventory)),
    ...preconditions(inventory, environment.today),
    ...(await lifecycleViolations(root, inventory)),
  ];
  if (unmet.some(({ severity }) => severity === "error")) return stopped([...validated.diagnostics, ...unmet]);
  const clusters = selectUnits(inventory, selection).map(({ cluster }) => cluster);
  const faults = await schemaFindings(inventory, clusters, environment.gates);
  if (faults.length > 0) return stopped([...validated.diagnostics, ...unmet, ...faults]);
  const found = await compareWith(diskTree(root), inventory, selection, environment);
  const owners = await sharedCodeOwners(root, inventory, found.result.whole);
  const publication = { ...found.result.publication, codeOwners: owners.ok ? owners.value : undefined };
  return {
    ...found,
    result: { ...found.result, publication },
    diagnostics: sorted([...validated.diagnostics, ...unmet, ...found.diagnostics, ...owners.diagnostics]),
  };
}

/** Renders an inventory, runs all checks, and compares the build output with a tree. */
export async function compareWith(
  tree: Tree,
  inventory: Inventory,
  selection: Selection,
  { gates, today, progress }: RunEnvironment,
): Promise<RunResult & { readonly result: RunSummary }> {
  const selected = selectUnits(inventory, selection);
  const all = selected.flatMap(({ units }) => units);
  const whole = selection.tenants.length === 0;
  const comparison = new TreeComparison(tree);
  for (const [file, text] of whole ? sharedFiles(inventory) : []) comparison.add(file, text);
  let done = 0;
  const checked = await checkClusters(inventory, selected, whole, gates, (batch) => {
    for (const [file, text] of batchFiles(batch)) comparison.add(file, text);
    done += batch.units.length;
    progress(done, all.length);
  });
  const findings = [...inventoryFindings(inventory, rules), ...checked.findings];
  const publication = comparison.publication(selection);
  const applied = applyWaivers(findings, inventory, rules, whole && selection.clusters.length === 0, today);
  const tenants = [...new Set(all.flatMap(({ tenant }) => tenant?.name ?? []))].sort();
  const clusters = selected.map(({ cluster }) => cluster.name);
  return {
    diagnostics: [...checked.diagnostics, ...applied.diagnostics, ...publication.diagnostics],
    waived: applied.waived,
    result: { inventory, publication, tenants, clusters, counts: checked.counts, whole },
  };
}

/** The update of CODEOWNERS in a repository that other projects use too. Undefined in every other repository. */
async function sharedCodeOwners(
  root: string,
  inventory: Inventory,
  whole: boolean,
): Promise<Outcome<CodeOwnersUpdate | undefined>> {
  const { path: folder } = inventory.platform.spec.repository;
  return folder === undefined || !whole ? outcome(undefined) : codeOwnersUpdate(root, folder, codeOwners(inventory));
}

/** The files that are generated once for all clusters. */
function sharedFiles(inventory: Inventory): ReadonlyMap<string, string> {
  return new Map([...baseFiles(policyBase(inventory.platform, rules)), [codeOwnersFile, codeOwners(inventory)]]);
}

function stopped(diagnostics: readonly Diagnostic[]): RunResult {
  return { diagnostics: sorted(diagnostics), waived: [], result: undefined };
}

function sorted(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(compareDiagnostics);
}
