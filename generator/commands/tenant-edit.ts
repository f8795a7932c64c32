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
import { suggestion } from "../text/nearest.ts";
import { wrapped } from "../text/plain-text.ts";
import { printable } from "../text/printable.ts";
import { isMap, type RawMap } from "../validate/merge.ts";
import { unknownName } from "../validate/selection.ts";
import { checkEdit, type EditCheck } from "./check-edit.ts";
import { type CommandContext, coloured, type ExitCode, widthOf } from "./context.ts";
import { jsonText } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";

export type EditForm = "text" | "json";

/** A readable repository, and one of its tenant files. The repository can be invalid, because an edit can fix it. */
export interface Editable {
  readonly documents: RepositoryDocuments;
  readonly document: SourceDocument;
}

export interface Refusal {
  readonly diagnostics: readonly Diagnostic[];
}

/** @throws UsageError if the tenant does not exist. */
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

/** The error about a cluster that the tenant does not run on. */
export function notOnCluster(tenant: string, cluster: string, known: readonly string[]): UsageError {
  return new UsageError(`${tenant} does not run on cluster ${cluster}`, suggestion(cluster, known));
}

/**
 * Prints why nothing was written.
 * @param proposed The file that the edit changes: line numbers in it refer to its new text. Undefined if no file changes.
 */
export function printRefusedEdit(
  diagnostics: readonly Diagnostic[],
  proposed: string | undefined,
  output: EditForm,
  context: CommandContext,
): ExitCode {
  const lines = proposed === undefined ? {} : { linesOf: `${proposed} after the edit` };
  printRefusal(diagnostics, output, context, { written: false, ...lines });
  const note = proposed === undefined ? "" : ` Line numbers refer to ${proposed} after the edit.`;
  if (output === "text") context.out(`Nothing was written.${note}\n`);
  return 1;
}

/** Changes a tenant's file if the result passes `check`. It applies all assignments or none. */
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
  // The loaded text has normalised line endings. The file keeps its own.
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
    output === "json" ? json(file, changes, noted, applied) : editSummary(file, changes, noted, applied, context),
  );
  return 0;
}

/** Returns additional notes for the user, from the tenant's spec after the edit. */
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

function editSummary(
  file: string,
  changes: readonly FieldChange[],
  notes: readonly string[],
  { warnings, remaining }: EditCheck,
  context: CommandContext,
): string {
  const left =
    remaining.length === 0
      ? ""
      : `${countText(remaining.length, "error")} already existed before the edit: npx --no-install tenantry check\n`;
  if (changes.length === 0) return `${file} already has these values\n${left}`;
  const lines = [...changes.map(describeField), ...notes]
    .flatMap((line) => wrapped(printable(line), widthOf(context) - 2, "  "))
    .map((line) => `  ${line}\n`)
    .join("");
  const next =
    "next: npx --no-install tenantry build, and commit both\n      npx --no-install tenantry diff shows the effects\n";
  return `${file}\n${lines}${printWarnings(warnings, context)}${left}${next}`;
}

/** Prints warnings, which `check` will report, too. They do not prevent the edit. */
export function printWarnings(warnings: readonly Diagnostic[], context: CommandContext): string {
  return warnings.length === 0 ? "" : `\n${textReport(warnings, coloured(context))}`;
}

/**
 * Replaces a file atomically: it always has the whole old text or the whole new text.
 * @param before The expected current text. Undefined if the file must not exist. A concurrent change is not overwritten.
 */
export function replaceFile(path: string, before: string | undefined, after: string): void {
  const folder = dirname(path);
  if (lstatSync(folder).isSymbolicLink())
    throw new UsageError(`invalid folder ${folder}: it is a symbolic link`, "Replace the link with the folder itself.");
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
    throw new ToolFailure(
      `cannot write ${path}: the file is unchanged`,
      "Check the free space and the permissions of the file's folder.",
      { cause: error },
    );
  }
}

function changedMeanwhile(path: string): ToolFailure {
  return new ToolFailure(
    `another program changed ${path} during this command, so nothing was written`,
    "Run the command again.",
  );
}
