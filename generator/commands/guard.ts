import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { statementsOf } from "../diff/difference.ts";
import { type GitHub, openGitHub } from "../github/api.ts";
import { readReviewers } from "../github/proposal-teams.ts";
import { type GitHubRun, headOfEvent, readEvent, runOf, setStatus } from "../github/run.ts";
import { addToStepSummary } from "../github/step-summary.ts";
import { affectedOwners, guardFindings, tenantsIn } from "../guard/guard.ts";
import type { Proposal } from "../guard/proposal.ts";
import { isGeneratedFile } from "../layout/paths.ts";
import { filesPushed } from "../load/revision.ts";
import { changesOf } from "../plan/change.ts";
import { driftFindings } from "../publish/drift.ts";
import { indexFindings } from "../publish/index-modes.ts";
import { changedCount, type Publication } from "../publish/publication.ts";
import { baseArgument, readBaseAndHead } from "./base-and-head.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { fromRoot } from "./from-root.ts";
import { branchFindings, mergeGroupBase, requireHead } from "./guard-branch.ts";
import { closingLine, type GuardForm, type GuardVerdict, guardVerdict, writeVerdict } from "./guard-verdict.ts";
import { tenantsWithOutdatedFiles } from "./outdated-tenants.ts";
import { printRefusal } from "./print-refusal.ts";
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
  summary: "show who must approve a change",
  description:
    "check whether the author of a pull request may make its changes, and name the teams that must approve the other changes",
  examples: ["guard --team acme/retention", "guard --team acme/a --approved-by acme/b"],
  forms: Object.keys(writeVerdict),
  options: (command) =>
    command
      .argument("[base]", baseArgument)
      .option("--team <name...>", "the author's GitHub teams, for example acme/retention")
      .option("--approved-by <name...>", "the GitHub teams of the reviewers who approved the newest commit")
      .option(
        "--event <file>",
        "the file $GITHUB_EVENT_PATH with GitHub's event: guard then reads the author and the approvals from GitHub",
      )
      .option(
        "--pull-request <file>",
        "a file with the pull request's number, from the workflow run that triggered this run",
      )
      .option("--trusted <folder>", trustedOption)
      .option("--status", "write the verdict as a commit status on GitHub, for a required check"),
  run: ({ root, flags, args: [base], context }) => {
    const { team = [], approvedBy = [], event, pullRequest, trusted, status, output } = flags;
    const options = { base, team, approvedBy, event, pullRequest, trusted, status: status === true, output };
    return guard(root, options, context);
  },
});

interface GuardOptions {
  readonly base: string | undefined;
  /** The author's teams. */
  readonly team: readonly string[];
  /** The teams of the reviewers who approved. */
  readonly approvedBy: readonly string[];
  /** The file with GitHub's event. guard then reads the teams of both from GitHub. */
  readonly event: string | undefined;
  /** A file with the pull request's number, from an untrusted run. */
  readonly pullRequest: string | undefined;
  /** A checkout of the main branch, which names the platform team if the base's input files are invalid. */
  readonly trusted: string | undefined;
  /** Whether to set the verdict as a commit status, for a required check. */
  readonly status: boolean;
  readonly output: GuardForm;
}

/** Checks whether the author may make a change. The exit code is 1 if an approval is missing or the change cannot be approved. */
async function guard(root: string, options: GuardOptions, context: CommandContext): Promise<ExitCode> {
  if (options.event === undefined) {
    if (options.team.length === 0)
      throw new UsageError(
        "missing --team or --event",
        "Use npx --no-install tenantry guard --team acme/retention, or --event in a workflow.",
      );
    const trusted = trustedBy(root, options, context);
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
  let message = "guard did not finish, so the change must not be merged: see the log of this run";
  let allowed = false;
  try {
    const trusted = trustedBy(root, options, context);
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
  /** The errors in the input files. Undefined if there is a verdict. */
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
  const comparison = await readBaseAndHead(root, since, branch, context, trusted.folder);
  if (!("revision" in comparison))
    return {
      allowed: false,
      message: "invalid input files: see the output of check",
      refusal: comparison.diagnostics,
      verdict: undefined,
    };
  const { base: before, head: after, revision, publication, baseInventory: merged } = comparison;
  const files = [...(await revision.differing())].sort();
  const changes = changesOf(publication, before.tree);
  const proposal: Proposal = {
    before: merged,
    after: after.inventory,
    platformTeam: merged?.platform.spec.owner.github ?? trusted.platformTeam,
    outdated:
      merged === undefined
        ? []
        : await tenantsWithOutdatedFiles(root, trusted.folder, merged, before.tree, tenantsIn(files), context),
    files,
    filesOutside: await revision.differingOutside(),
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
    ...comparison.diagnostics.filter(({ severity }) => severity === "error"),
    ...(onGitHub === undefined ? [] : branchFindings(onGitHub.run, branch, revision)),
    ...(await indexFindings(root)),
    ...guardFindings(proposal, who),
  ]
    .sort(compareDiagnostics)
    .concat(notBuilt(root, comparison.drift));
  const verdict = guardVerdict(proposal, who, findings);
  return { allowed: findings.length === 0, message: closingLine(verdict).trim(), refusal: undefined, verdict };
}

/** One finding for all generated files that are out of date, because `check` lists each file. It comes last and blocks, too. */
function notBuilt(root: string, publication: Publication): readonly Diagnostic[] {
  const [first] = driftFindings(root, publication);
  const count = changedCount(publication);
  if (first === undefined || count === 1) return first === undefined ? [] : [first];
  const message = `${count} generated files are out of date: npx --no-install tenantry check --drift lists these files`;
  return [{ ...first, message }];
}

function print({ refusal, verdict }: ProposalCheck, { output }: GuardOptions, context: CommandContext): ExitCode {
  if (verdict === undefined) return printRefusal(refusal ?? [], output, context);
  context.out(writeVerdict[output](verdict, context));
  if (output === "github") addToStepSummary(fromRoot(verdict.findings, context), [], context.env);
  return verdict.findings.length === 0 ? 0 : 1;
}

/** Without a checkout of the main branch, the working tree names the tools. */
function trustedBy(root: string, { trusted }: GuardOptions, { cwd }: CommandContext): TrustedCheckout {
  return trusted === undefined
    ? { folder: root, branch: undefined, platformTeam: undefined }
    : readTrusted(resolve(cwd, trusted));
}

function textOf(file: string, { cwd }: CommandContext): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch {
    throw new UsageError(`cannot read ${file}`, "In a workflow, $GITHUB_EVENT_PATH is the file with GitHub's event.");
  }
}

/** A group of the merge queue has no number, so its run does not write the file. */
function numberIn({ pullRequest }: GuardOptions, context: CommandContext): string | undefined {
  if (pullRequest === undefined || !existsSync(resolve(context.cwd, pullRequest))) return undefined;
  return textOf(pullRequest, context);
}
