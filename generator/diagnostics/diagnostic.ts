/** The position of a mistake: a file below the repository's root, and 1-based line and column. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many columns to underline, at most to the end of the line. */
  readonly length: number;
  /** The line itself and up to two before it, in the order of the file. Empty if the file has no text to show. */
  readonly excerpt: readonly string[];
  /** The subject is not in the file. This is the position of the nearest element, which a fix must not replace. */
  readonly nearby?: true;
  /** The line may contain the value of a secret, so it is never shown. */
  readonly withheld?: true;
  /** The cluster, if the position is in its override of a tenant's spec. */
  readonly override?: string;
  /** The subject is in a file of the program, which no user can change. This is the line of the user's file that selects it. */
  readonly shipped?: Location;
}

type Severity = "error" | "warning";

/** One mistake in the input, reported once: the fault, its position, and the fix. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** The right text in place of the text at `at`, if it is certain. */
  readonly fix?: string;
  readonly at: Location;
  /** Other positions that are involved, such as the other tenant that claims the same. */
  readonly related?: readonly Related[];
}

/** `<topic>/<problem>`, from `codes.ts` or from a rule. */
export type Code = `${string}/${string}`;

export interface Related {
  readonly at: Location;
  readonly message: string;
}

/** A location in a file without lines: a folder, a binary, a file too large to read. */
export function wholeFile(file: string): Location {
  return { file, line: 1, column: 1, length: 1, excerpt: [] };
}

/** Adds the cluster's name to a message about an override, because the same field may occur elsewhere in that file. */
export function onCluster(message: string, { override }: Location): string {
  return override === undefined || message.includes(override) ? message : `${message}, on ${override}`;
}

/** The other positions of a finding. The first is in a file of the program, if the finding is about one. */
export function relatedPlaces(at: Location, related?: readonly Related[]): Pick<Diagnostic, "related"> {
  if (at.shipped === undefined) return related === undefined ? {} : { related };
  return { related: [{ at: at.shipped, message: "the shipped add-on" }, ...(related ?? [])] };
}

/** Compares by file, line, column, code and message. Reports have this order on every machine. */
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

/** The diagnostics without repetitions: one per code and position, even if several clusters have it. */
export function withoutDuplicates(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { file, line, column, shipped } = diagnostic.at;
    const place = [diagnostic.code, file, line, column, shipped?.file, shipped?.line, shipped?.column].join(":");
    if (!seen.has(place)) seen.set(place, diagnostic);
  }
  return [...seen.values()];
}
