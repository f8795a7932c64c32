import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { changedFiles } from "../diff/changed-files.ts";
import { type DesiredState, memoizedReader } from "../diff/desired-state.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { objectFolders, parsePath } from "../layout/paths.ts";
import { platformFile } from "../load/input-files.ts";
import { loadRepository } from "../load/load-repository.ts";
import { checkOut, openRevision, type Revision } from "../load/revision.ts";
import { runValidated } from "../pipeline.ts";
import type { Publication } from "../publish/publication.ts";
import { revisionTree, treeInCurrentLayout } from "../publish/revision-tree.ts";
import { diskTree, treeAfter } from "../publish/tree.ts";
import { changeFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import { applyWaivers } from "../rules/waivers.ts";
import { closeScratch, openScratch } from "../tools/scratch.ts";
import type { Inventory } from "../validate/inventory.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import type { CommandContext } from "./context.ts";
import { progressLine } from "./progress.ts";

/** A revision (base) and the working tree (head). */
export interface BaseAndHead {
  readonly revision: Revision;
  /** Undefined if the revision's input files are invalid. `base` then has the working tree's inventory. */
  readonly baseInventory: Inventory | undefined;
  readonly base: DesiredState;
  readonly head: DesiredState;
  /** The changes from the generated files in the revision to the build output of the working tree. */
  readonly publication: Publication;
  /** The changes from the generated files in the working tree to its build output. */
  readonly drift: Publication;
  /** Findings of the checks over the working tree and of the rules over changes. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The result if the working tree's input files are invalid: the change cannot be compared. */
export interface UnreadableInputs {
  readonly diagnostics: readonly Diagnostic[];
}

/** The help for the argument with the base. */
export const baseArgument = "a git revision (default: the newest commit shared with the main branch)";

const everything = { clusters: [], tenants: [] };

/**
 * Reads the desired state of a revision and of the working tree.
 * @param base The revision. Default: the newest commit that the working tree shares with the main branch.
 * @param branch The main branch, fully qualified. Default: the branch in the working tree's platform.yaml. Pass it for an
 *   untrusted working tree. Otherwise a proposal can choose its own base and be compared with itself.
 * @param trusted The repository that names the tools. Default: the working tree. Pass a checkout of the main branch for an
 *   untrusted working tree. Otherwise a proposal can choose the programs that check it.
 * @throws UsageError if this clone does not have the revision.
 */
export async function readBaseAndHead(
  root: string,
  base: string | undefined,
  branch: string | undefined,
  context: CommandContext,
  trusted: string = root,
): Promise<BaseAndHead | UnreadableInputs> {
  const documents = loadRepository(root);
  if (!documents.ok) return documents;
  const validated = validateInventory(documents.value);
  if (!validated.ok) return validated;
  const main = branch ?? validated.value.platform.spec.repository.revision;
  const revision = await openRevision(root, main, base);
  const baseInventory = await inventoryAt(revision);
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, false, trusted);
  const found = await runValidated(root, validated, everything, {
    gates,
    today: context.today(),
    progress: progress.show,
  });
  progress.clear();
  gates.remember(true);
  if (found.result === undefined) return found;
  const { inventory, publication: drift } = found.result;
  const beforeTree = treeInCurrentLayout(await revisionTree(root, revision));
  const afterTree = treeAfter(diskTree(root), drift);
  const candidates = new Set([
    ...(await revision.differing(...objectFolders)),
    ...drift.writes.keys(),
    ...drift.prunes,
  ]);
  const read = memoizedReader();
  const applied = applyWaivers(
    changeFindings(baseInventory ?? inventory, inventory, rules),
    inventory,
    rules,
    false,
    context.today(),
  );
  const reported = new Set(found.diagnostics.map(keyOf));
  return {
    revision,
    baseInventory,
    base: { inventory: baseInventory ?? inventory, tree: beforeTree, read },
    head: { inventory, tree: afterTree, read },
    publication: changedFiles(beforeTree, afterTree, candidates),
    drift,
    diagnostics: [
      ...found.diagnostics,
      ...applied.diagnostics.filter((diagnostic) => !reported.has(keyOf(diagnostic))),
    ],
  };
}

function keyOf({ code, at, message }: Diagnostic): string {
  return JSON.stringify([code, at.file, at.line, at.column, message]);
}

/**
 * Undefined if the revision has no platform in this folder, or if its input files are invalid for today's generator. Only the
 * objects can then be compared.
 */
async function inventoryAt(revision: Revision): Promise<Inventory | undefined> {
  const files = await revision.files("tenants/", "platform/", "clusters/");
  const inputs = new Map(
    [...files].filter(
      ([file]) => !file.startsWith("clusters/") || file.split("/").length < 3 || parsePath(file)?.is === "cluster",
    ),
  );
  if (!inputs.has(platformFile)) return undefined;
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
