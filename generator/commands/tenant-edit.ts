import { randomUUID } from "node:crypto";
import { chmodSync, lstatSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggestion } from "../diagnostics/nearest.ts";
import type { Outcome } from "../diagnostics/outcome.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { visible } from "../diagnostics/visible.ts";
import { type Assignment, editText } from "../edit/edit-text.ts";
import { type Documents, loadRepository } from "../load/load-repository.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import type { SourceDocument } from "../load/source.ts";
import { describeField, type FieldChange, fieldChanges } from "../plan/fields.ts";
import type { Inventory } from "../validate/inventory.ts";
import { isMap, type RawMap } from "../validate/merge.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import type { Context, ExitCode } from "./context.ts";
import { refused } from "./inventory.ts";

export type EditForm = "text" | "json";

/** A repository that can be read, and one of its tenants' files. What it means may be wrong: an edit can mend that. */
export interface Editable {
  readonly documents: Documents;
  readonly document: SourceDocument;
}

export interface Refusal {
  readonly diagnostics: readonly Diagnostic[];
}

/** @throws UsageError where there is no such tenant. */
export function openTenant(root: string, tenant: string): Editable | Refusal {
  const documents = loadRepository(root);
  if (!documents.ok) return documents;
  const { tenants } = documents.value;
  const document = tenants.find(({ source }) => source.file === fileOf(tenant));
  if (document === undefined) {
    const names = tenants.map(({ source }) => basename(source.file, ".yaml"));
    throw new UsageError(`there is no tenant ${tenant}`, suggestion(tenant, names));
  }
  return { documents: documents.value, document };
}

export function fileOf(tenant: string): string {
  return `tenants/${tenant}.yaml`;
}

/** What the repository would mean with this text for a tenant's file, new or known, whatever its line ends are. */
export function inventoryWith(documents: Documents, file: string, text: string): Outcome<Inventory> {
  const parsed = parseYaml({ file, text: text.replaceAll("\r\n", "\n") });
  if (!parsed.ok) return parsed;
  const others = documents.tenants.filter(({ source }) => source.file !== file);
  return validateInventory({ ...documents, tenants: [...others, parsed.value] });
}

/** Changes a tenant's file, if what comes of it is valid; all of it or nothing. */
export function editTenant(
  root: string,
  { documents, document }: Editable,
  assignments: readonly Assignment[],
  output: EditForm,
  context: Context,
): ExitCode {
  const { file } = document.source;
  const path = join(root, file);
  // What was read has its line ends made the same; the file keeps its own.
  const text = readFileSync(path, "utf8");
  if (text.replaceAll("\r\n", "\n") !== document.source.text) throw changedMeanwhile(path);
  const after = editText(text, assignments);
  const inventory = inventoryWith(documents, file, after);
  if (!inventory.ok) return refused(inventory.diagnostics, output, context);
  const changes = fieldChanges(specOf(text), specOf(after));
  if (after !== text) replaceFile(path, text, after);
  context.out(output === "json" ? json(file, changes) : said(file, changes));
  return 0;
}

function specOf(text: string): RawMap {
  const parsed = parseYaml({ file: "", text });
  const spec = parsed.ok && isMap(parsed.value.value) ? parsed.value.value["spec"] : undefined;
  return isMap(spec) ? spec : {};
}

function json(file: string, changes: readonly FieldChange[]): string {
  const plain = changes.map(({ path, before, after }) => ({ path, before: before ?? null, after: after ?? null }));
  return `${JSON.stringify({ version: 1, file, changed: changes.length > 0, changes: plain }, null, 2)}\n`;
}

function said(file: string, changes: readonly FieldChange[]): string {
  if (changes.length === 0) return `${file} says so already\n`;
  const lines = changes.map((change) => `  ${visible(describeField(change))}\n`).join("");
  return `${file}\n${lines}next: npx tenantry build, and commit both; npx tenantry diff says what it does\n`;
}

/**
 * The whole new text or the whole old one, whatever happens in between.
 * @param before What is there now; nothing where no file may be. What somebody else wrote meanwhile stays.
 */
export function replaceFile(path: string, before: string | undefined, after: string): void {
  const folder = dirname(path);
  if (lstatSync(folder).isSymbolicLink())
    throw new UsageError(`${folder} is a symbolic link`, "Put the folder itself there.");
  const draft = join(folder, `.${basename(path)}.${randomUUID()}.draft`);
  try {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    writeFileSync(draft, after, { flag: "wx" });
    if (mode !== undefined) chmodSync(draft, mode);
    const now = mode === undefined ? undefined : readFileSync(path, "utf8");
    if (now !== before) throw changedMeanwhile(path);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    if (error instanceof ToolFailure) throw error;
    throw new ToolFailure(`${path} cannot be written; it is as it was`, "Check its folder's space and permissions.", {
      cause: error,
    });
  }
}

function changedMeanwhile(path: string): ToolFailure {
  return new ToolFailure(`${path} was changed by somebody else meanwhile; nothing was written`, "Call again.");
}
