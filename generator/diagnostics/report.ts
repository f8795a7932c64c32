import pc from "picocolors";
import { codes } from "./codes.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { visible } from "./visible.ts";

const { createColors } = pc;

/** Diagnostics for people: the line, what is underlined, and how to mend it. Text from input is shown as text, never obeyed. */
export function textReport(diagnostics: readonly Diagnostic[], colour: boolean): string {
  const paint = createColors(colour);
  return diagnostics
    .map((one) => {
      const severity = one.severity === "error" ? paint.red(one.severity) : paint.yellow(one.severity);
      const { file, line, column } = one.at;
      const head = `${paint.bold(`${visible(file)}:${line}:${column}`)}  ${severity}  ${one.code}`;
      const frame = one.at.excerpt.length > 0 ? frameLines(one, paint) : [`  ${visible(one.message)}`];
      return [head, ...frame, ...(one.hint === undefined ? [] : [`  ${visible(one.hint)}`])].join("\n");
    })
    .map((block) => `${block}\n\n`)
    .join("");
}

/** Diagnostics for programs. */
export function plainDiagnostics(diagnostics: readonly Diagnostic[]): readonly object[] {
  return diagnostics.map(({ code, severity, message, hint, at }) => ({
    code,
    summary: codes[code],
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    file: at.file,
    line: at.line,
    column: at.column,
  }));
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
