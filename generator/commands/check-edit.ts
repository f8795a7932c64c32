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

/** What `check` would say of a repository in which a tenant's file has another text. */
export interface EditCheck {
  /** Errors that the text brings: with one of them it is not written. */
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** Errors that were there before, and still are. */
  readonly remaining: readonly Diagnostic[];
  /** What the repository means with the text, where it means anything. */
  readonly inventory: Inventory | undefined;
}

/** Everything that `check` runs, over a text that is not written yet, whatever its line ends are. */
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
  const found = before === undefined ? [] : withoutDuplicates(broughtBy(diagnostics, before));
  const errors = found.filter(isError);
  return {
    errors,
    warnings: found.filter((diagnostic) => !isError(diagnostic)),
    remaining: errors.length > 0 ? [] : diagnostics.filter(isError),
    inventory: validated.value,
  };
}

/** What the repository would mean with this text for a tenant's file, new or known. */
function inventoryWith(documents: RepositoryDocuments, file: string, text: string): Outcome<Inventory> {
  const parsed = parseYaml({ file, text: text.replaceAll("\r\n", "\n") });
  if (!parsed.ok) return parsed;
  const others = documents.tenants.filter(({ source }) => source.file !== file);
  return validateInventory({ ...documents, tenants: [...others, parsed.value] });
}

/** Nothing where the repository cannot be understood as it is: an edit that fixes that is not held to what nobody saw. */
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

/** Lines move and amounts change, so a mistake of a file is old where it has no more of that kind than before. */
function broughtBy(after: readonly Diagnostic[], before: readonly Diagnostic[]): readonly Diagnostic[] {
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
