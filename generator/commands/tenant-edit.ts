import { randomUUID } from "node:crypto";
import { chmodSync, lstatSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { type Assignment, editText } from "../edit/edit-text.ts";
import { tenantFile } from "../load/input-files.ts";
import { loadRepository, type RepositoryDocuments } from "../load/load-repository.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import type { SourceDocument } from "../load/source.ts";
import { describeField, type FieldChange, fieldChanges } from "../plan/fields.ts";
import { catalogue } from "../rules/table.ts";
import { countText } from "../text/counted.ts";
import { wrapped } from "../text/plain-text.ts";
import { visible } from "../text/visible.ts";
import { isMap, type RawMap } from "../validate/merge.ts";
import { unknownName } from "../validate/selection.ts";
import { checkEdit, type EditCheck } from "./check-edit.ts";
import { type CommandContext, coloured, type ExitCode, widthOf } from "./context.ts";
import { jsonText } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";

export type EditForm = "text" | "json";

/** A repository that can be read, and one of its tenants' files. What it means may be wrong: an edit can fix that. */
export interface Editable {
  readonly documents: RepositoryDocuments;
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
  const document = tenants.find(({ source }) => source.file === tenantFile(tenant));
  if (document === undefined) {
    const names = tenants.map(({ source }) => basename(source.file, ".yaml"));
    throw unknownName("tenant", tenant, names);
  }
  return { documents: documents.value, document };
}

/**
 * Nothing was written, and why.
 * @param proposed The file whose text as it would have been is what the lines are counted in; nothing where all of them are as
 *   they are.
 */
export function printRefusedEdit(
  diagnostics: readonly Diagnostic[],
  proposed: string | undefined,
  output: EditForm,
  context: CommandContext,
): ExitCode {
  const lines = proposed === undefined ? {} : { linesOf: `${proposed} as it would be` };
  printRefusal(diagnostics, output, context, { written: false, ...lines });
  const note = proposed === undefined ? "" : ` Lines are those of ${proposed} as it would be.`;
  if (output === "text") context.out(`Nothing was written.${note}\n`);
  return 1;
}

/** Changes a tenant's file, if `check` has nothing against what comes of it; all of it or nothing. */
export async function editTenant(
  root: string,
  { documents, document }: Editable,
  assignments: readonly Assignment[],
  output: EditForm,
  context: CommandContext,
  notes: EditNotes = () => [],
): Promise<ExitCode> {
  const { file } = document.source;
  const path = join(root, file);
  // What was read has its line ends made the same; the file keeps its own.
  const text = readFileSync(path, "utf8");
  if (text.replaceAll("\r\n", "\n") !== document.source.text) throw changedMeanwhile(path);
  const after = editText(text, assignments);
  const changes = fieldChanges(specOf(text), specOf(after));
  const applied = await checkEdit(root, documents, file, after, context);
  if (applied.errors.length > 0)
    return printRefusedEdit(applied.errors, after === text ? undefined : file, output, context);
  if (after !== text) {
    context.writing?.();
    replaceFile(path, text, after);
  }
  const noted = notes(specOf(after));
  context.out(
    output === "json" ? json(file, changes, noted, applied) : messagesOf(file, changes, noted, applied, context),
  );
  return 0;
}

/** What else somebody should know of an edit, out of the tenant's spec after it. */
export type EditNotes = (spec: RawMap) => readonly string[];

function specOf(text: string): RawMap {
  const parsed = parseYaml({ file: "", text });
  const spec = parsed.ok && isMap(parsed.value.value) ? parsed.value.value["spec"] : undefined;
  return isMap(spec) ? spec : {};
}

function json(
  file: string,
  changes: readonly FieldChange[],
  notes: readonly string[],
  { warnings, remaining }: EditCheck,
): string {
  const plain = changes.map(({ path, before, after }) => ({ path, before: before ?? null, after: after ?? null }));
  const body = {
    version: 1,
    file,
    changed: changes.length > 0,
    changes: plain,
    ...(notes.length === 0 ? {} : { notes }),
    ...(warnings.length + remaining.length === 0
      ? {}
      : { diagnostics: plainDiagnostics([...remaining, ...warnings], catalogue) }),
  };
  return jsonText(body);
}

function messagesOf(
  file: string,
  changes: readonly FieldChange[],
  notes: readonly string[],
  { warnings, remaining }: EditCheck,
  context: CommandContext,
): string {
  const left =
    remaining.length === 0
      ? ""
      : `${countText(remaining.length, "error")} from before remain: npx --no-install tenantry check\n`;
  if (changes.length === 0) return `${file} says so already\n${left}`;
  const lines = [...changes.map(describeField), ...notes]
    .flatMap((line) => wrapped(visible(line), widthOf(context) - 2, "  "))
    .map((line) => `  ${line}\n`)
    .join("");
  const next =
    "next: npx --no-install tenantry build, and commit both\n      npx --no-install tenantry diff says what it does\n";
  return `${file}\n${lines}${printWarnings(warnings, context)}${left}${next}`;
}

/** What `check` will say too, and nothing keeps from being written. */
export function printWarnings(warnings: readonly Diagnostic[], context: CommandContext): string {
  return warnings.length === 0 ? "" : `\n${textReport(warnings, coloured(context))}`;
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
