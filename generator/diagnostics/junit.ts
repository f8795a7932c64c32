import type { Catalogue, WaivedFinding } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";

/**
 * Findings as JUnit: a failed case for each error, a skipped case for each waived finding, and a passed case for each
 * checked item.
 * @param toBuild The number of generated files that do not match their inputs yet, a property of the suite.
 */
export function junitReport(
  diagnostics: readonly Diagnostic[],
  waived: readonly WaivedFinding[],
  checked: readonly string[],
  catalogue: Catalogue,
  toBuild?: number | undefined,
): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.filter(({ severity }) => severity !== "error");
  const cases = [
    ...checked.map((name) => `    <testcase classname="tenantry" name="${text(name)}"/>`),
    ...warnings.map(
      (warning) =>
        `    <testcase classname="${text(warning.at.file)}" name="${text(nameOf(warning))}"><system-out>${text(messagesOf(warning, catalogue))}</system-out></testcase>`,
    ),
    ...waived.map(
      ({ diagnostic: item, reason, owner, expires }) =>
        `    <testcase classname="${text(item.at.file)}" name="${text(nameOf(item))}"><skipped message="${text(`${reason} (${owner}, until ${expires})`)}"/></testcase>`,
    ),
    ...errors.map(
      (error) =>
        `    <testcase classname="${text(error.at.file)}" name="${text(nameOf(error))}"><failure type="${text(error.code)}" message="${text(error.message)}">${text(messagesOf(error, catalogue))}</failure></testcase>`,
    ),
  ];
  const count = `tests="${cases.length}" failures="${errors.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${count}>`,
    `  <testsuite name="tenantry" ${count} skipped="${waived.length}">`,
    ...(toBuild === undefined
      ? []
      : [`    <properties><property name="filesToBuild" value="${toBuild}"/></properties>`]),
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function nameOf({ code, at }: Diagnostic): string {
  return `${code} at ${at.line}:${at.column}`;
}

function messagesOf({ code, message, hint, fix, related }: Diagnostic, catalogue: Catalogue): string {
  const summary = catalogue.get(code)?.summary;
  return [
    message,
    hint,
    fix === undefined ? undefined : `Instead: ${fix}`,
    ...(related ?? []).map(({ at, message: other }) => `${at.file}:${at.line}:${at.column} ${other}`),
    summary === undefined ? undefined : `${code}: ${summary}`,
  ]
    .filter((line) => line !== undefined)
    .join("\n");
}

/** XML 1.0 cannot express most control characters and lone surrogates, so these are left out. */
function text(value: string): string {
  return [...value]
    .filter((character) => isAllowed(character.codePointAt(0) ?? 0))
    .join("")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\r", "&#13;")
    .replaceAll("\t", "&#9;");
}

function isAllowed(point: number): boolean {
  if (point === 9 || point === 10 || point === 13) return true;
  return (point >= 0x20 && point <= 0xd7ff) || (point >= 0xe000 && point <= 0xfffd) || point >= 0x10000;
}
