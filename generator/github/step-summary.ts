import { appendFileSync } from "node:fs";
import type { WaivedFinding } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { githubSummary } from "./annotations.ts";

/** Adds all findings to the step summary on GitHub, which shows only ten annotations. Does nothing elsewhere. */
export function addToStepSummary(
  diagnostics: readonly Diagnostic[],
  waived: readonly WaivedFinding[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  const file = env["GITHUB_STEP_SUMMARY"] ?? "";
  if (file !== "") appendFileSync(file, githubSummary(diagnostics, waived));
}
