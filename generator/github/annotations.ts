import type { WaivedFinding } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { countText } from "../text/counted.ts";
import { printable } from "../text/printable.ts";

/** GitHub shows ten annotations for a step, so only the ten worst findings are sent. */
const mostAnnotations = 10;

/**
 * Formats findings as workflow commands. Each becomes an annotation at its line, with its details on separate lines. Names
 * are escaped, so that they cannot become commands.
 * @param toBuild How many generated files are out of date.
 */
export function githubReport(
  diagnostics: readonly Diagnostic[],
  waived: readonly WaivedFinding[],
  toBuild?: number | undefined,
): string {
  const worst = worstFirst(diagnostics).slice(0, mostAnnotations);
  const lines = worst.map((diagnostic) => {
    const { severity, code, at } = diagnostic;
    const properties = [
      `file=${property(at.file)}`,
      `line=${at.line}`,
      `col=${at.column}`,
      `endColumn=${at.column + at.length}`,
      `title=${property(code)}`,
    ].join(",");
    return `::${severity} ${properties}::${messagesOf(diagnostic).map(data).join("%0A")}`;
  });
  const rest = diagnostics.length - worst.length;
  return [
    ...lines,
    ...(rest > 0 ? [`::notice::${rest} more findings are in the summary`] : []),
    ...(waived.length > 0 ? [`::notice::${data(waivedNote(waived))}`] : []),
    ...(toBuild === undefined || toBuild === 0 ? [] : [`::notice::${countText(toBuild, "generated file")} to build`]),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** The message with its hint, the fix, and the related locations, each on one line. */
function messagesOf({ message, hint, fix, related }: Diagnostic): readonly string[] {
  return [
    hint === undefined ? message : `${message}. ${hint}`,
    ...(fix === undefined ? [] : [`Instead: ${fix}`]),
    ...(related ?? []).map((other) => `${other.at.file}:${other.at.line}: ${other.message}`),
  ];
}

function waivedNote(waived: readonly WaivedFinding[]): string {
  const owners = [...new Set(waived.map(({ owner }) => owner))].sort();
  return `${countText(waived.length, "finding")} waived (${ownersText(owners)})`;
}

/** `owner: Churn`, or `owners: Churn, Fraud Detection`. */
export function ownersText(owners: readonly string[]): string {
  return `owner${owners.length === 1 ? "" : "s"}: ${owners.join(", ")}`;
}

const mostRows = 200;

/** Formats findings as a Markdown table for the step summary. Waived findings are last. */
export function githubSummary(diagnostics: readonly Diagnostic[], waived: readonly WaivedFinding[]): string {
  if (diagnostics.length + waived.length === 0) return "";
  const all = [
    ...worstFirst(diagnostics).map((diagnostic) => row(diagnostic.severity, diagnostic, [])),
    ...waived.map(({ diagnostic, reason, owner, expires }) =>
      row("waived", diagnostic, [`${reason} (${owner}, until ${expires})`]),
    ),
  ];
  const rest = all.length - mostRows;
  return [
    "| Severity | Location | Code | Finding |",
    "|---|---|---|---|",
    ...all.slice(0, mostRows),
    ...(rest > 0 ? ["", `and ${rest} more`] : []),
    "",
  ].join("\n");
}

function row(severity: string, diagnostic: Diagnostic, more: readonly string[]): string {
  const cells = [severity, `${diagnostic.at.file}:${diagnostic.at.line}`, diagnostic.code].map(cell);
  return `| ${[...cells, [...messagesOf(diagnostic), ...more].map(cell).join("<br>")].join(" | ")} |`;
}

function worstFirst(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [
    ...diagnostics.filter(({ severity }) => severity === "error"),
    ...diagnostics.filter(({ severity }) => severity !== "error"),
  ];
}

function data(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Escapes Markdown and HTML, and prevents names after an @ from becoming mentions. */
function cell(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&")
    .replace(/@(?=[\w-])/g, "@\u200b")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}
