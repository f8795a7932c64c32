import type { Diagnostic } from "./diagnostic.ts";

/** The result of a stage: every diagnostic, and a value if none of them is an error. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function outcome<T>(value: T, diagnostics: readonly Diagnostic[] = []): Outcome<T> {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error")
    ? { ok: false, diagnostics }
    : { ok: true, value, diagnostics };
}

export function failed<T>(diagnostics: readonly Diagnostic[]): Outcome<T> {
  return { ok: false, diagnostics };
}
