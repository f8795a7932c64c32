import { type Paint, paintFor } from "../text/paint.ts";
import { printable } from "../text/printable.ts";
import type { Catalogue, WaivedFinding } from "./catalogue.ts";
import type { Code, Diagnostic, Related } from "./diagnostic.ts";
import { withOldFixField } from "./retired-fields.ts";

/**
 * Diagnostics as text for users, in the order of their files: the line, the underlined part, and how to fix it.
 * A terminal never interprets text from the input as control sequences.
 */
export function textReport(diagnostics: readonly Diagnostic[], colour: boolean): string {
  const paint = paintFor(colour);
  const explained = new Set<Code>();
  return diagnostics
    .map((diagnostic, index) => {
      const severity =
        diagnostic.severity === "error" ? paint.red(diagnostic.severity) : paint.yellow(diagnostic.severity);
      const head = `${paint.bold(placeOf(diagnostic))}  ${severity}  ${diagnostic.code}`;
      const frame =
        diagnostic.at.excerpt.length > 0
          ? frameLines(diagnostic, diagnostics[index - 1]?.at, paint)
          : [
              ...(diagnostic.at.withheld === true ? [`  ${paint.dim(notShown)}`] : []),
              `  ${printable(diagnostic.message)}`,
            ];
      // Shown once for each code, with its first finding.
      const more = explained.has(diagnostic.code)
        ? []
        : [`  ${paint.dim(`npx --no-install tenantry explain ${diagnostic.code}`)}`];
      explained.add(diagnostic.code);
      return [
        head,
        ...frame,
        ...(diagnostic.hint === undefined ? [] : [`  ${printable(diagnostic.hint)}`]),
        ...(diagnostic.fix === undefined ? [] : [`  ${paint.green("instead")}  ${printable(diagnostic.fix)}`]),
        ...(diagnostic.related ?? []).map((other) => `  ${paint.dim(placeOf(other))}  ${printable(other.message)}`),
        ...more,
      ].join("\n");
    })
    .map((block) => `${block}\n\n`)
    .concat(byFile(diagnostics))
    .join("");
}

const notShown = "(line not shown: it may contain the value of a secret)";

/** A terminal shows the end of a long report, so the report ends with the count of findings in each file. */
const longReport = 10;

function byFile(diagnostics: readonly Diagnostic[]): string {
  const counts = new Map<string, number>();
  for (const { at } of diagnostics) counts.set(printable(at.file), (counts.get(printable(at.file)) ?? 0) + 1);
  if (diagnostics.length < longReport || counts.size === 1) return "";
  const width = Math.max(...[...counts.keys()].map((file) => file.length));
  return [...counts].map(([file, count]) => `  ${file.padEnd(width)}  ${count}\n`).join("");
}

function placeOf({ at }: Diagnostic | Related): string {
  return `${printable(at.file)}:${at.line}:${at.column}`;
}

/** Diagnostics as plain objects for programs. */
export function plainDiagnostics(diagnostics: readonly Diagnostic[], catalogue: Catalogue): readonly object[] {
  return diagnostics.map(({ code, severity, message, hint, fix, at, related }) => ({
    code,
    summary: catalogue.get(code)?.summary,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(fix === undefined ? {} : withOldFixField({ fix })),
    ...plainPlace(at),
    ...(related === undefined
      ? {}
      : { related: related.map((other) => ({ message: other.message, ...plainPlace(other.at) })) }),
  }));
}

export function plainWaived(waived: readonly WaivedFinding[], catalogue: Catalogue): readonly object[] {
  return waived.map(({ diagnostic, ...waiver }) => ({ ...plainDiagnostics([diagnostic], catalogue)[0], ...waiver }));
}

function plainPlace({ file, line, column }: Diagnostic["at"]): object {
  return { file, line, column };
}

const widest = 120;

/** The lines up to the mistake, without the lines that the previous finding has already shown. */
function frameLines(
  { at, message }: Diagnostic,
  before: Diagnostic["at"] | undefined,
  paint: Paint,
): readonly string[] {
  const gutter = String(at.line).length;
  const first = at.line - at.excerpt.length + 1;
  const seen = before?.file === at.file && before.excerpt.length > 0 ? Math.min(before.line, at.line - 1) : 0;
  // A very long line is cut to the part around the mistake.
  const from = at.column > widest ? at.column - 40 : 0;
  const lines = at.excerpt
    .map((text, index) => ({ text, line: first + index }))
    .filter(({ line }) => line > seen)
    .map(
      ({ text, line }) =>
        `  ${paint.dim(`${String(line).padStart(gutter)} |`)} ${printable(text.slice(from, from + widest))}`,
    );
  const underline = "^".repeat(Math.max(1, Math.min(at.length, widest - (at.column - from) + 1)));
  return [
    ...lines,
    `  ${paint.dim(`${" ".repeat(gutter)} |`)} ${" ".repeat(at.column - from - 1)}${paint.red(underline)} ${printable(message)}`,
  ];
}
