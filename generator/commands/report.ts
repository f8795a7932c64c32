import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { textReport } from "../diagnostics/report.ts";
import { markdown, plainText } from "../layout/document.ts";
import { loadRepository } from "../load/load-repository.ts";
import { reportData, reportDocument, reportOf } from "../report/report-document.ts";
import { type Selection, selectUnits } from "../validate/selection.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { type Context, coloured, type ExitCode } from "./context.ts";

/** How the platform does by its own measures. */
export function report(
  root: string,
  selection: Selection,
  output: "text" | "json" | "markdown",
  context: Context,
): ExitCode {
  const wrong = (diagnostics: readonly Diagnostic[]): ExitCode => {
    context.out(textReport(diagnostics.toSorted(compareDiagnostics), coloured(context)));
    return 1;
  };
  const documents = loadRepository(root);
  if (!documents.ok) return wrong(documents.diagnostics);
  const validated = validateInventory(documents.value);
  if (!validated.ok) return wrong(validated.diagnostics);
  const clusters = selectUnits(validated.value, selection).map(({ cluster }) => cluster);
  const made = reportOf(validated.value, clusters, selection.tenants);
  context.out(
    output === "json"
      ? `${JSON.stringify(reportData(made), null, 2)}\n`
      : (output === "markdown" ? markdown : plainText)(reportDocument(made)),
  );
  return 0;
}
