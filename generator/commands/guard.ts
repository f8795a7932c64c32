import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { statementsOf } from "../diff/difference.ts";
import { type GitHub, openGitHub } from "../github/api.ts";
import { readReviewers } from "../github/proposal-teams.ts";
import { type GitHubRun, headOfEvent, readEvent, runOf, setStatus } from "../github/run.ts";
import { addToStepSummary } from "../github/step-summary.ts";
import { affectedOwners, guardFindings, type Proposal, tenantsIn } from "../guard/guard.ts";
import { isGeneratedFile } from "../layout/paths.ts";
import { filesPushed } from "../load/revision.ts";
import { changesOf } from "../plan/change.ts";
import { driftFindings } from "../publish/drift.ts";
import { indexFindings } from "../publish/index-modes.ts";
import type { Publication } from "../publish/publication.ts";
import { readBaseAndHead } from "./base-and-head.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { branchFindings, mergeGroupBase, requireHead } from "./guard-branch.ts";
import { closingLine, type GuardForm, type GuardVerdict, guardVerdict, writeVerdict } from "./guard-verdict.ts";
import { printRefusal } from "./print-refusal.ts";
import { staleTenants } from "./stale-tenants.ts";
import { readTrusted, type TrustedCheckout, trustedOption } from "./trusted-checkout.ts";

interface GuardFlags {
  readonly team?: readonly string[];
  readonly approvedBy?: readonly string[];
  readonly event?: string;
  readonly pullRequest?: string;
  readonly trusted?: string;
  readonly status?: true;
  readonly output: GuardForm;
}

export const guardCommand = defineCommand<GuardFlags>({
  name: "guard",
  group: "reviewer",
  summary: "say who has to approve a change",
  description: "say whether a pull request's author may make its change, or who has to approve it first",
  examples: ["guard --team acme/retention", "guard --team acme/a --approved-by acme/b"],
  forms: Object.keys(writeVerdict),
  options: (command) =>
    command
      .argument("[base]", "a revision of git; where left out, the newest commit shared with the main branch")
      .option("--team <name...>", "the author's GitHub teams: acme/retention")
      .option("--approved-by <name...>", "teams of whoever approved it as it is now")
      .option("--event <file>", "GitHub's event, $GITHUB_EVENT_PATH: author and approvals are asked of GitHub")
      .option("--pull-request <file>", "a file with the pull request's number, that the run before left")
      .option("--trusted <folder>", trustedOption)
      .option("--status", "say the verdict on the commit, for a required check"),
  run: ({ root, flags, args: [base], context }) => {
    const { team = [], approvedBy = [], event, pullRequest, trusted, status, output } = flags;
    const options = { base, team, approvedBy, event, pullRequest, trusted, status: status === true, output };
    return guard(root, options, context);
  },
});

interface GuardOptions {
  readonly base: string | undefined;
  /** Teams of the author. */
  readonly team: readonly string[];
  /** Teams of whoever approved. */
  readonly approvedBy: readonly string[];
  /** The file with GitHub's event, to ask GitHub for both. */
  readonly event: string | undefined;
  /** A file with the pull request's number, which a run that nobody trusts left. */
  readonly pullRequest: string | undefined;
  /** A checkout of the main branch, which says who the platform team is where the base cannot be understood. */
  readonly trusted: string | undefined;
  /** Whether to say the verdict on the commit, for a required check. */
  readonly status: boolean;
  readonly output: GuardForm;
}

/** Whether somebody may make a change; 1 where somebody else has to say yes first, or nobody may. */
async function guard(root: string, options: GuardOptions, context: CommandContext): Promise<ExitCode> {
  if (options.event === undefined) {
    if (options.team.length === 0)
      throw new UsageError(
        "who proposes this?",
        "npx --no-install tenantry guard --team acme/retention, or --event in a workflow.",
      );
    const trusted = trustedBy(options, context);
    const applied = await checkProposal(root, options, trusted, trusted.branch, undefined, context);
    return print(applied, options, context);
  }
  const event = readEvent(textOf(options.event, context));
  const github = (): GitHub => openGitHub(context.env);
  const post = async (allowed: boolean, message: string): Promise<void> => {
    const head = headOfEvent(event);
    if (!options.status || head === undefined) return;
    context.writing?.();
    await setStatus(github(), event.repository.full_name, head, allowed, message);
  };
  let message = "guard failed, so nobody may merge this: see the log of its run";
  let allowed = false;
  try {
    const trusted = trustedBy(options, context);
    const branch = trusted.branch ?? `refs/heads/${event.repository.default_branch}`;
    const run = await runOf(event, numberIn(options, context), github);
    const applied = await checkProposal(root, options, trusted, branch, { run, github }, context);
    const code = print(applied, options, context);
    ({ message, allowed } = applied);
    return code;
  } finally {
    await post(allowed, message);
  }
}

interface ProposalCheck {
  readonly allowed: boolean;
  readonly message: string;
  /** What is wrong with the inputs, or the verdict on them. */
  readonly refusal: readonly Diagnostic[] | undefined;
  readonly verdict: GuardVerdict | undefined;
}

interface OnGitHub {
  readonly run: GitHubRun;
  readonly github: () => GitHub;
}

async function checkProposal(
  root: string,
  { base, team, approvedBy }: GuardOptions,
  trusted: TrustedCheckout,
  branch: string | undefined,
  onGitHub: OnGitHub | undefined,
  context: CommandContext,
): Promise<ProposalCheck> {
  if (onGitHub !== undefined) await requireHead(root, onGitHub.run);
  const since = base ?? (onGitHub === undefined ? undefined : await mergeGroupBase(root, onGitHub.run));
  const sides = await readBaseAndHead(root, since, branch, context);
  if (!("revision" in sides))
    return {
      allowed: false,
      message: "the inputs are wrong: see check",
      refusal: sides.diagnostics,
      verdict: undefined,
    };
  const { base: before, head: after, revision, publication, baseInventory: merged } = sides;
  const files = [...(await revision.differing())].sort();
  const changes = changesOf(publication, before.tree);
  const proposal: Proposal = {
    before: merged,
    after: after.inventory,
    platformTeam: merged?.platform.spec.owner.github ?? trusted.platformTeam,
    stale: merged === undefined ? [] : await staleTenants(root, merged, before.tree, tenantsIn(files), context),
    files,
    statements: statementsOf(before, after, changes),
    deletes: changes.some(({ verb }) => verb === "delete"),
  };
  const who =
    onGitHub === undefined
      ? { teams: team, approvedBy }
      : await readReviewers(
          onGitHub.run,
          { platform: proposal.platformTeam, owners: affectedOwners(proposal) },
          onGitHub.github,
          async (from, to) => {
            const pushed = await filesPushed(root, from, to, branch ?? "");
            return pushed !== undefined && pushed.length > 0 && pushed.every(isGeneratedFile);
          },
        );
  const findings = [
    ...sides.diagnostics.filter(({ severity }) => severity === "error"),
    ...(onGitHub === undefined ? [] : branchFindings(onGitHub.run, branch, revision)),
    ...(await indexFindings(root)),
    ...guardFindings(proposal, who),
  ]
    .sort(compareDiagnostics)
    .concat(notBuilt(root, sides.drift));
  const verdict = guardVerdict(proposal, who, findings);
  return { allowed: findings.length === 0, message: closingLine(verdict).trim(), refusal: undefined, verdict };
}

/** What a build would change is one thing, whatever it comes to: `check` names each file. It comes last, and stops as all else. */
function notBuilt(root: string, publication: Publication): readonly Diagnostic[] {
  const [first] = driftFindings(root, publication);
  const count = publication.writes.size + publication.prunes.length;
  if (first === undefined || count === 1) return first === undefined ? [] : [first];
  const message = `${count} generated files are not what the inputs give; npx --no-install tenantry check --drift names them`;
  return [{ ...first, message }];
}

function print({ refusal, verdict }: ProposalCheck, { output }: GuardOptions, context: CommandContext): ExitCode {
  if (verdict === undefined) return printRefusal(refusal ?? [], output, context);
  context.out(writeVerdict[output](verdict, context));
  if (output === "github") addToStepSummary(verdict.findings, [], context.env);
  return verdict.findings.length === 0 ? 0 : 1;
}

function trustedBy({ trusted }: GuardOptions, { cwd }: CommandContext): TrustedCheckout {
  return trusted === undefined ? { branch: undefined, platformTeam: undefined } : readTrusted(resolve(cwd, trusted));
}

function textOf(file: string, { cwd }: CommandContext): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read`, "A workflow names GitHub's event with $GITHUB_EVENT_PATH.");
  }
}

/** A group of the merge queue has none, and its run leaves no file. */
function numberIn({ pullRequest }: GuardOptions, context: CommandContext): string | undefined {
  if (pullRequest === undefined || !existsSync(resolve(context.cwd, pullRequest))) return undefined;
  return textOf(pullRequest, context);
}
