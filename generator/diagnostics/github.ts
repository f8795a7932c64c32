import type { Diagnostic } from "./diagnostic.ts";
import { visible } from "./visible.ts";

/** GitHub shows ten annotations of a step, so only the worst ten are sent. */
const mostAnnotations = 10;

/** Findings as workflow commands: each becomes an annotation at its line. Names are escaped, so that none becomes a command. */
export function githubReport(diagnostics: readonly Diagnostic[]): string {
  const worst = worstFirst(diagnostics).slice(0, mostAnnotations);
  const lines = worst.map(({ severity, code, message, hint, at }) => {
    const properties = [
      `file=${property(at.file)}`,
      `line=${at.line}`,
      `col=${at.column}`,
      `endColumn=${at.column + at.length}`,
      `title=${property(code)}`,
    ].join(",");
    return `::${severity} ${properties}::${data(hint === undefined ? message : `${message}. ${hint}`)}`;
  });
  const rest = diagnostics.length - worst.length;
  return [...lines, ...(rest > 0 ? [`::notice::${rest} more findings are in the summary`] : [])]
    .map((line) => `${line}\n`)
    .join("");
}

const mostRows = 200;

/** The same as a Markdown table, for the summary of the step. */
export function githubSummary(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return "";
  const shown = worstFirst(diagnostics).slice(0, mostRows);
  const rows = shown.map(({ severity, code, message, at }) =>
    [severity, `${at.file}:${at.line}`, code, message].map(cell).join(" | "),
  );
  const rest = diagnostics.length - shown.length;
  return [
    "| | Where | Code | What |",
    "|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
    ...(rest > 0 ? ["", `and ${rest} more`] : []),
    "",
  ].join("\n");
}

function worstFirst(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [
    ...diagnostics.filter(({ severity }) => severity === "error"),
    ...diagnostics.filter(({ severity }) => severity !== "error"),
  ];
}

function data(text: string): string {
  return visible(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** What Markdown and HTML would obey is shown instead. */
function cell(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]()#+!|~@]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}
