import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { githubReport } from "../github/annotations.ts";
import { mergesAutomatically, type ProposalTeams } from "../guard/guard.ts";
import type { Proposal } from "../guard/proposal.ts";
import { isGeneratedFile } from "../layout/paths.ts";
import { catalogue } from "../rules/table.ts";
import { countText } from "../text/counted.ts";
import { type CommandContext, coloured } from "./context.ts";
import { fromRoot } from "./from-root.ts";
import { jsonText } from "./print-document.ts";

export type GuardForm = "text" | "json" | "github";

export interface GuardVerdict {
  readonly findings: readonly Diagnostic[];
  /** Whether the change may be merged without a review. */
  readonly safe: boolean;
  readonly files: number;
  readonly who: ProposalTeams;
}

/** Derives the verdict on a proposal from its findings. */
export function guardVerdict(proposal: Proposal, who: ProposalTeams, findings: readonly Diagnostic[]): GuardVerdict {
  const files = proposal.files.filter((file) => !isGeneratedFile(file)).length;
  return { findings, safe: findings.length === 0 && mergesAutomatically(proposal), files, who };
}

/** Formats a verdict for each output format. */
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
  github: (verdict, context) => githubReport(fromRoot(verdict.findings, context), []) + closingLine(verdict),
};

/** The last line of the text output, and the description of the commit status. */
export function closingLine({ findings, safe, files, who }: GuardVerdict): string {
  const by = who.teams.length === 0 ? "by an author outside the affected teams" : `by ${who.teams.join(", ")}`;
  const scope = `${countText(files, "hand-written file")} ${by}`;
  if (findings.length === 0 && files === 0) return "nothing to approve: no hand-written file changes\n";
  if (findings.length > 0) return `blocked: ${countText(findings.length, "finding")} · ${scope}\n`;
  return safe
    ? `safe to merge automatically: within the tenant's grants · ${scope}\n`
    : `allowed: the owners of the changed files must review the change · ${scope}\n`;
}
