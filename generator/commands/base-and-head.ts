import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { changedFiles } from "../diff/changed-files.ts";
import { type DesiredState, memoizedReader } from "../diff/desired-state.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { parsePath } from "../layout/paths.ts";
import { loadRepository } from "../load/load-repository.ts";
import { checkOut, openRevision, type Revision } from "../load/revision.ts";
import { runValidated } from "../pipeline.ts";
import type { Publication } from "../publish/publication.ts";
import { revisionTree } from "../publish/revision-tree.ts";
import { diskTree, treeAfter } from "../publish/tree.ts";
import { changeFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import { applyWaivers } from "../rules/waivers.ts";
import { closeScratch, openScratch } from "../tools/scratch.ts";
import type { Inventory } from "../validate/inventory.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import type { CommandContext } from "./context.ts";
import { progressLine } from "./progress.ts";

/** A revision and the working tree, both understood. */
export interface BaseAndHead {
  readonly revision: Revision;
  /** What the revision's own files say; nothing where they could not be read, and the working tree's stand for them. */
  readonly baseInventory: Inventory | undefined;
  readonly base: DesiredState;
  readonly head: DesiredState;
  /** Generated files that differ between what is in the revision and what the working tree's inputs give. */
  readonly publication: Publication;
  /** Generated files that differ between the working tree and what its inputs give. */
  readonly drift: Publication;
  /** Of the checks over the working tree, and of the rules over changes. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Nothing can be said of a change whose inputs cannot be read. */
export interface UnreadableInputs {
  readonly diagnostics: readonly Diagnostic[];
}

const everything = { clusters: [], tenants: [] };

/**
 * What the repository asks for in a revision, and what its working tree asks for.
 * @param base The revision; where left out, the newest commit that the working tree shares with the main branch.
 * @param branch The main branch, fully qualified; what the working tree itself says where left out. Who does not trust the
 *   working tree names it: a proposal that may choose what it is compared with is compared with itself.
 * @throws UsageError where there is no such revision here.
 */
export async function readBaseAndHead(
  root: string,
  base: string | undefined,
  branch: string | undefined,
  context: CommandContext,
): Promise<BaseAndHead | UnreadableInputs> {
  const documents = loadRepository(root);
  if (!documents.ok) return documents;
  const validated = validateInventory(documents.value);
  if (!validated.ok) return validated;
  const main = branch ?? validated.value.platform.spec.repository.revision;
  const revision = await openRevision(root, main, base);
  const old = await inventoryAt(revision);
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, false);
  const found = await runValidated(root, validated, everything, {
    gates,
    today: context.today(),
    progress: progress.show,
  });
  progress.clear();
  gates.remember(true);
  if (found.result === undefined) return found;
  const { inventory, publication: drift } = found.result;
  const beforeTree = await revisionTree(root, revision);
  const afterTree = treeAfter(diskTree(root), drift);
  const candidates = new Set([...(await revision.differing("clusters/")), ...drift.writes.keys(), ...drift.prunes]);
  const read = memoizedReader();
  const applied = applyWaivers(
    changeFindings(old ?? inventory, inventory, rules),
    inventory,
    rules,
    false,
    context.today(),
  );
  const ofWaivers = new Set(found.diagnostics.map(keyOf));
  return {
    revision,
    baseInventory: old,
    base: { inventory: old ?? inventory, tree: beforeTree, read },
    head: { inventory, tree: afterTree, read },
    publication: changedFiles(beforeTree, afterTree, candidates),
    drift,
    diagnostics: [
      ...found.diagnostics,
      ...applied.diagnostics.filter((diagnostic) => !ofWaivers.has(keyOf(diagnostic))),
    ],
  };
}

function keyOf({ code, at, message }: Diagnostic): string {
  return JSON.stringify([code, at.file, at.line, at.column, message]);
}

/** Nothing where the revision's inputs cannot be understood by today's generator: then only its objects can be compared. */
async function inventoryAt(revision: Revision): Promise<Inventory | undefined> {
  const files = await revision.files("tenants/", "platform/", "clusters/");
  const inputs = new Map(
    [...files].filter(
      ([file]) => !file.startsWith("clusters/") || file.split("/").length < 3 || parsePath(file)?.is === "cluster",
    ),
  );
  const folder = openScratch();
  try {
    await checkOut(revision, folder, inputs);
    const documents = loadRepository(folder);
    const validated = documents.ok ? validateInventory(documents.value) : documents;
    return validated.ok ? validated.value : undefined;
  } finally {
    closeScratch(folder);
  }
}
