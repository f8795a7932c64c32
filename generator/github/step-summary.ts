import { appendFileSync } from "node:fs";
import type { WaivedFinding } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { githubSummary } from "./annotations.ts";

/** Adds all findings to the summary of a step on GitHub, which shows only ten of them beside the lines; elsewhere nothing. */
export function addToStepSummary(
  diagnostics: readonly Diagnostic[],
  waived: readonly WaivedFinding[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  const file = env["GITHUB_STEP_SUMMARY"] ?? "";
  if (file !== "") appendFileSync(file, githubSummary(diagnostics, waived));
}
