import { appendFileSync } from "node:fs";
import type { Waived } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { githubSummary } from "../diagnostics/github.ts";
import type { Context } from "./context.ts";

/** Adds all findings to the summary of a step on GitHub, which shows only ten of them beside the lines; elsewhere nothing. */
export function addToStepSummary(
  diagnostics: readonly Diagnostic[],
  waived: readonly Waived[],
  context: Context,
): void {
  const file = context.env["GITHUB_STEP_SUMMARY"] ?? "";
  if (file !== "") appendFileSync(file, githubSummary(diagnostics, waived));
}
