import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { githubReport } from "../diagnostics/github.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { statementsOf } from "../diff/difference.ts";
import { catalogue } from "../gate/rules/table.ts";
import { type GitHub, openGitHub } from "../github/api.ts";
import { runOf, setStatus, whoProposes } from "../github/who.ts";
import { guardFindings, isGenerated, isSafe, type Proposal, teamsConcerned, type Who } from "../guard/guard.ts";
import { changesOf } from "../plan/change.ts";
import { drift } from "../publish/drift.ts";
import { indexFindings } from "../publish/index-modes.ts";
import { type Context, coloured, type ExitCode } from "./context.ts";
import { refused } from "./inventory.ts";
import { addToStepSummary } from "./step-summary.ts";
import { twoSides } from "./two-sides.ts";

export type GuardForm = "text" | "json" | "github";

export interface GuardOptions {
  readonly base: string | undefined;
  /** Teams of the author. */
  readonly team: readonly string[];
  /** Teams of whoever approved. */
  readonly approvedBy: readonly string[];
  /** The file with GitHub's event, to ask GitHub for both. */
  readonly event: string | undefined;
  /** A file with the pull request's number, which a run that nobody trusts left. */
  readonly pullRequest: string | undefined;
  /** Whether to say the verdict on the commit, for a required check. */
  readonly status: boolean;
  readonly output: GuardForm;
}

/** Whether somebody may make a change; 1 where somebody else has to say yes first, or nobody may. */
export async function guard(root: string, options: GuardOptions, context: Context): Promise<ExitCode> {
  const { base, event, output, team, approvedBy } = options;
  if (event === undefined && team.length === 0)
    throw new UsageError("who proposes this?", "npx tenantry guard --team acme/retention, or --event in a workflow.");
  const github = (): GitHub => openGitHub(context.env);
  const run = event === undefined ? undefined : await runOf(textOf(event, context), numberIn(options, context), github);
  const sides = await twoSides(root, base, context);
  if (!("revision" in sides)) {
    if (run !== undefined && options.status) await setStatus(github(), run, false, "the inputs are wrong: see check");
    return refused(sides.diagnostics, output, context);
  }
  const { before, after, revision, publication } = sides;
  const files = [...(await revision.differing("."))].sort();
  const changes = changesOf(publication, before.tree);
  const statements = statementsOf(before, after, changes);
  const proposal: Proposal = {
    before: before.inventory,
    after: after.inventory,
    understood: sides.understood,
    files,
    statements,
    deletes: changes.some(({ verb }) => verb === "delete"),
  };
  const who =
    run === undefined ? { teams: team, approvedBy } : await whoProposes(run, teamsConcerned(proposal), github);
  const findings = [
    ...sides.diagnostics.filter(({ severity }) => severity === "error"),
    ...drift(root, sides.drift),
    ...(await indexFindings(root)),
    ...guardFindings(proposal, who),
  ].sort(compareDiagnostics);
  const verdict = verdictOf(proposal, who, findings);
  context.out(forms[output](verdict, context));
  if (run !== undefined && options.status)
    await setStatus(github(), run, findings.length === 0, closing(verdict).trim());
  if (output === "github") addToStepSummary(findings, [], context);
  return findings.length === 0 ? 0 : 1;
}

interface Verdict {
  readonly findings: readonly Diagnostic[];
  /** Whether nobody has to look at it at all. */
  readonly safe: boolean;
  readonly files: number;
  readonly who: Who;
}

function verdictOf(proposal: Proposal, who: Who, findings: readonly Diagnostic[]): Verdict {
  const files = proposal.files.filter((file) => !isGenerated(file)).length;
  return { findings, safe: findings.length === 0 && isSafe(proposal), files, who };
}

const forms: Readonly<Record<GuardForm, (verdict: Verdict, context: Context) => string>> = {
  text: (verdict, context) => textReport(verdict.findings, coloured(context)) + closing(verdict),
  json: ({ findings, safe, files, who }) =>
    `${JSON.stringify({ version: 1, allowed: findings.length === 0, safe, files, ...who, diagnostics: plainDiagnostics(findings, catalogue) }, null, 2)}\n`,
  github: (verdict) => githubReport(verdict.findings, []) + closing(verdict),
};

function closing({ findings, safe, files, who }: Verdict): string {
  const by = who.teams.length === 0 ? "by nobody of the teams concerned" : `by ${who.teams.join(", ")}`;
  const what = `${files} hand-written ${files === 1 ? "file" : "files"} ${by}`;
  if (findings.length > 0)
    return `stopped: ${findings.length} ${findings.length === 1 ? "finding" : "findings"} · ${what}\n`;
  return safe
    ? `safe to merge by itself: within what the tenant was given · ${what}\n`
    : `allowed: to be reviewed by its owners · ${what}\n`;
}

function textOf(file: string, { cwd }: Context): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read`, "A workflow names GitHub's event with $GITHUB_EVENT_PATH.");
  }
}

/** A group of the merge queue has none, and its run leaves no file. */
function numberIn({ pullRequest }: GuardOptions, context: Context): string | undefined {
  if (pullRequest === undefined || !existsSync(resolve(context.cwd, pullRequest))) return undefined;
  return textOf(pullRequest, context);
}
