import pc from "picocolors";
import type { Catalogue, Waived } from "./catalogue.ts";
import type { Code, Diagnostic, Related } from "./diagnostic.ts";
import { visible } from "./visible.ts";

const { createColors } = pc;

/** Diagnostics for people: the line, what is underlined, and how to mend it. Text from input is shown as text, never obeyed. */
export function textReport(diagnostics: readonly Diagnostic[], colour: boolean): string {
  const paint = createColors(colour);
  const explained = new Set<Code>();
  return diagnostics
    .map((one) => {
      const severity = one.severity === "error" ? paint.red(one.severity) : paint.yellow(one.severity);
      const head = `${paint.bold(placeOf(one))}  ${severity}  ${one.code}`;
      const frame = one.at.excerpt.length > 0 ? frameLines(one, paint) : [`  ${visible(one.message)}`];
      // Said once a code: whoever reads the first has read it for all.
      const more = explained.has(one.code) ? [] : [`  ${paint.dim(`tenantry explain ${one.code}`)}`];
      explained.add(one.code);
      return [
        head,
        ...frame,
        ...(one.hint === undefined ? [] : [`  ${visible(one.hint)}`]),
        ...(one.mend === undefined ? [] : [`  ${paint.green("instead")}  ${visible(one.mend)}`]),
        ...(one.related ?? []).map((other) => `  ${paint.dim(placeOf(other))}  ${visible(other.message)}`),
        ...more,
      ].join("\n");
    })
    .map((block) => `${block}\n\n`)
    .join("");
}

function placeOf({ at }: Diagnostic | Related): string {
  return `${visible(at.file)}:${at.line}:${at.column}`;
}

/** Diagnostics for programs. */
export function plainDiagnostics(diagnostics: readonly Diagnostic[], catalogue: Catalogue): readonly object[] {
  return diagnostics.map(({ code, severity, message, hint, mend, at, related }) => ({
    code,
    summary: catalogue.get(code)?.summary,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(mend === undefined ? {} : { mend }),
    ...plainPlace(at),
    ...(related === undefined
      ? {}
      : { related: related.map((other) => ({ message: other.message, ...plainPlace(other.at) })) }),
  }));
}

export function plainWaived(waived: readonly Waived[], catalogue: Catalogue): readonly object[] {
  return waived.map(({ diagnostic, ...waiver }) => ({ ...plainDiagnostics([diagnostic], catalogue)[0], ...waiver }));
}

function plainPlace({ file, line, column }: Diagnostic["at"]): object {
  return { file, line, column };
}

const widest = 120;

function frameLines({ at, message }: Diagnostic, paint: ReturnType<typeof createColors>): readonly string[] {
  const gutter = String(at.line).length;
  const first = at.line - at.excerpt.length + 1;
  // Of a very long line only the part around the mistake is shown.
  const from = at.column > widest ? at.column - 40 : 0;
  const lines = at.excerpt.map(
    (text, index) =>
      `  ${paint.dim(`${String(first + index).padStart(gutter)} |`)} ${visible(text.slice(from, from + widest))}`,
  );
  const underline = "^".repeat(Math.max(1, Math.min(at.length, widest - (at.column - from) + 1)));
  return [
    ...lines,
    `  ${paint.dim(`${" ".repeat(gutter)} |`)} ${" ".repeat(at.column - from - 1)}${paint.red(underline)} ${visible(message)}`,
  ];
}
