/** Where a mistake stands: a file below the repository's root, and 1-based line and column. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many columns to underline; never past the end of the line. */
  readonly length: number;
  /** The line itself and up to two before it, oldest first; empty where the file has no text to show. */
  readonly excerpt: readonly string[];
  /** Where what is meant stands in no file: the nearest thing that does, and that a fix must not replace. */
  readonly nearby?: true;
  /** The line holds what may be the value of a secret, so nobody is shown it. */
  readonly withheld?: true;
  /** The cluster whose override of a tenant's spec this is. */
  readonly override?: string;
}

type Severity = "error" | "warning";

/** One mistake in the input, said once: what is wrong, where, and how to fix it. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** What would be right in place of what stands at `at`, where that is certain. */
  readonly fix?: string;
  readonly at: Location;
  /** Other places that have a part in it: the other tenant that claims the same. */
  readonly related?: readonly Related[];
}

/** `<topic>/<problem>`: of `codes.ts`, or of a rule. */
export type Code = `${string}/${string}`;

export interface Related {
  readonly at: Location;
  readonly message: string;
}

/** A location for what has a file but no line: a folder, a binary, a file too large to read. */
export function wholeFile(file: string): Location {
  return { file, line: 1, column: 1, length: 1, excerpt: [] };
}

/** A message about an override says which cluster it is about: the same field stands elsewhere in that file. */
export function onCluster(message: string, { override }: Location): string {
  return override === undefined || message.includes(override) ? message : `${message}, on ${override}`;
}

/** Orders by file, line, column, code, message: the order of reports, the same on every machine. */
export function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  return (
    compareStrings(left.at.file, right.at.file) ||
    left.at.line - right.at.line ||
    left.at.column - right.at.column ||
    compareStrings(left.code, right.code) ||
    compareStrings(left.message, right.message)
  );
}

/** By UTF-16 code unit, never by locale, so that order does not depend on the machine. */
export function compareStrings(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What is wrong in one place for one reason is said once, on however many clusters it shows. */
export function withoutDuplicates(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const place = [diagnostic.code, diagnostic.at.file, diagnostic.at.line, diagnostic.at.column].join(":");
    if (!seen.has(place)) seen.set(place, diagnostic);
  }
  return [...seen.values()];
}
