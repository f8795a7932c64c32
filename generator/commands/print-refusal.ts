import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { junitReport } from "../diagnostics/junit.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { sarifReport } from "../diagnostics/sarif.ts";
import { githubReport } from "../github/annotations.ts";
import { addToStepSummary } from "../github/step-summary.ts";
import { refusalDocument } from "../report/difference-document.ts";
import { catalogue } from "../rules/table.ts";
import { markdown } from "../text/document.ts";
import { type CommandContext, coloured, type ExitCode } from "./context.ts";
import { fromRoot } from "./from-root.ts";
import { jsonText, type OutputForm } from "./print-document.ts";

/**
 * Prints the errors in the input files, in the format that the result would have had.
 * @param more Additional fields of the JSON output.
 */
export function printRefusal(
  diagnostics: readonly Diagnostic[],
  output: OutputForm,
  context: CommandContext,
  more: object = {},
): ExitCode {
  const sorted = diagnostics.toSorted(compareDiagnostics);
  context.out(refusals[output](sorted, context, more));
  if (output === "github") addToStepSummary(fromRoot(sorted, context), [], context.env);
  return 1;
}

const refusals: Readonly<
  Record<OutputForm, (diagnostics: readonly Diagnostic[], context: CommandContext, more: object) => string>
> = {
  text,
  dot: text,
  json: (diagnostics, _, more) =>
    jsonText({ version: 1, clean: false, ...more, diagnostics: plainDiagnostics(diagnostics, catalogue) }),
  markdown: (diagnostics) =>
    markdown(
      refusalDocument(
        diagnostics.map(({ at, ...finding }) => ({ ...finding, file: at.file, line: at.line, column: at.column })),
      ),
    ),
  sarif: (diagnostics, context) => sarifReport(fromRoot(diagnostics, context), [], catalogue),
  github: (diagnostics, context) => githubReport(fromRoot(diagnostics, context), []),
  junit: (diagnostics) => junitReport(diagnostics, [], [], catalogue),
};

function text(diagnostics: readonly Diagnostic[], context: CommandContext): string {
  return textReport(diagnostics, coloured(context));
}
