import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { githubReport } from "../github/annotations.ts";
import { isSafe, type Proposal, type ProposalTeams } from "../guard/guard.ts";
import { isGeneratedFile } from "../layout/paths.ts";
import { catalogue } from "../rules/table.ts";
import { countText } from "../text/counted.ts";
import { type CommandContext, coloured } from "./context.ts";
import { jsonText } from "./print-document.ts";

export type GuardForm = "text" | "json" | "github";

export interface GuardVerdict {
  readonly findings: readonly Diagnostic[];
  /** Whether the change may be merged without a review. */
  readonly safe: boolean;
  readonly files: number;
  readonly who: ProposalTeams;
}

/** What the findings on a proposal come to. */
export function guardVerdict(proposal: Proposal, who: ProposalTeams, findings: readonly Diagnostic[]): GuardVerdict {
  const files = proposal.files.filter((file) => !isGeneratedFile(file)).length;
  return { findings, safe: findings.length === 0 && isSafe(proposal), files, who };
}

/** A verdict as each form of output has it. */
export const writeVerdict: Readonly<Record<GuardForm, (verdict: GuardVerdict, context: CommandContext) => string>> = {
  text: (verdict, context) => textReport(verdict.findings, coloured(context)) + closingLine(verdict),
  json: ({ findings, safe, files, who }) =>
    jsonText({
      version: 1,
      allowed: findings.length === 0,
      safe,
      files,
      ...who,
      diagnostics: plainDiagnostics(findings, catalogue),
    }),
  github: (verdict) => githubReport(verdict.findings, []) + closingLine(verdict),
};

/** The last line of the text, and what is said on the commit. */
export function closingLine({ findings, safe, files, who }: GuardVerdict): string {
  const by = who.teams.length === 0 ? "by nobody of the teams concerned" : `by ${who.teams.join(", ")}`;
  const what = `${countText(files, "hand-written file")} ${by}`;
  if (findings.length > 0) return `stopped: ${countText(findings.length, "finding")} · ${what}\n`;
  return safe
    ? `safe to merge by itself: within what the tenant was given · ${what}\n`
    : `allowed: to be reviewed by its owners · ${what}\n`;
}
