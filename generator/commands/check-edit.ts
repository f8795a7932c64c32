import { type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import type { Outcome } from "../diagnostics/outcome.ts";
import { openToolchain } from "../gate/toolchain.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import { runValidated } from "../pipeline.ts";
import type { Inventory } from "../validate/inventory.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import type { CommandContext } from "./context.ts";
import { progressLine } from "./progress.ts";

/** The findings of `check` for a repository in which one tenant file has a new text. */
export interface EditCheck {
  /** Errors that the new text introduces. The text is written only if there are none. */
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** Errors that the repository had before the edit and still has. */
  readonly remaining: readonly Diagnostic[];
  /** The inventory with the new text. Undefined if validation fails. */
  readonly inventory: Inventory | undefined;
}

/** Runs all checks of `check` on a text that is not written yet. The text can have any line endings. */
export async function checkEdit(
  root: string,
  documents: RepositoryDocuments,
  file: string,
  text: string,
  context: CommandContext,
): Promise<EditCheck> {
  const validated = inventoryWith(documents, file, text);
  if (!validated.ok) return { errors: validated.diagnostics, warnings: [], remaining: [], inventory: undefined };
  const diagnostics = await findingsOf(root, validated, context);
  const before = diagnostics.length === 0 ? [] : await findingsBefore(root, documents, context);
  const found = before === undefined ? [] : withoutDuplicates(introducedFindings(diagnostics, before));
  const errors = found.filter(isError);
  return {
    errors,
    warnings: found.filter((diagnostic) => !isError(diagnostic)),
    remaining: errors.length > 0 ? [] : diagnostics.filter(isError),
    inventory: validated.value,
  };
}

/** Validates the repository with this text for a tenant file, new or existing. */
function inventoryWith(documents: RepositoryDocuments, file: string, text: string): Outcome<Inventory> {
  const parsed = parseYaml({ file, text: text.replaceAll("\r\n", "\n") });
  if (!parsed.ok) return parsed;
  const others = documents.tenants.filter(({ source }) => source.file !== file);
  return validateInventory({ ...documents, tenants: [...others, parsed.value] });
}

/** Undefined if the repository is invalid before the edit. Findings that the fix uncovers do not count against the edit. */
async function findingsBefore(
  root: string,
  documents: RepositoryDocuments,
  context: CommandContext,
): Promise<readonly Diagnostic[] | undefined> {
  const validated = validateInventory(documents);
  return validated.ok ? findingsOf(root, validated, context) : undefined;
}

async function findingsOf(
  root: string,
  validated: Extract<Outcome<Inventory>, { readonly ok: true }>,
  context: CommandContext,
): Promise<readonly Diagnostic[]> {
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, false);
  const everything = { clusters: [], tenants: [] };
  const { diagnostics } = await runValidated(root, validated, everything, {
    gates,
    today: context.today(),
    progress: progress.show,
  });
  progress.clear();
  gates.remember(true);
  return diagnostics;
}

/** Lines and amounts change with an edit, so the findings of a code in a file are new only if their number grows. */
function introducedFindings(after: readonly Diagnostic[], before: readonly Diagnostic[]): readonly Diagnostic[] {
  const kind = ({ code, at }: Diagnostic): string => JSON.stringify([code, at.file]);
  const old = Map.groupBy(before, kind);
  return [...Map.groupBy(after, kind)].flatMap(([key, all]) => {
    const known = old.get(key) ?? [];
    if (all.length <= known.length) return [];
    const fresh = all.filter(({ message }) => known.every((diagnostic) => diagnostic.message !== message));
    return fresh.length === 0 ? all : fresh;
  });
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
