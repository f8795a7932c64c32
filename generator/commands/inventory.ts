import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Outcome } from "../diagnostics/outcome.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { loadRepository } from "../load/load-repository.ts";
import { refusalDocument } from "../report/difference-document.ts";
import { catalogue } from "../rules/table.ts";
import { markdown } from "../text/document.ts";
import type { Inventory } from "../validate/inventory.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { type Context, coloured, type ExitCode } from "./context.ts";
import { jsonText } from "./print-document.ts";

/** The inputs, read and understood; or everything that is wrong with them. */
export function readInventory(root: string): Outcome<Inventory> {
  const documents = loadRepository(root);
  return documents.ok ? validateInventory(documents.value) : documents;
}

/**
 * What is wrong with the inputs, in the form that the answer would have had.
 * @param more What programs are told beside it.
 */
export function refused(
  diagnostics: readonly Diagnostic[],
  output: string,
  context: Context,
  more: object = {},
): ExitCode {
  const sorted = diagnostics.toSorted(compareDiagnostics);
  if (output === "json")
    context.out(jsonText({ version: 1, clean: false, ...more, diagnostics: plainDiagnostics(sorted, catalogue) }));
  else if (output === "markdown")
    context.out(
      markdown(
        refusalDocument(sorted.map(({ at, ...one }) => ({ ...one, file: at.file, line: at.line, column: at.column }))),
      ),
    );
  else context.out(textReport(sorted, coloured(context)));
  return 1;
}
