import { z } from "zod";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { GitHub } from "./api.ts";

/** Accepts the names of Enterprise Managed Users, which end in `_` and the enterprise's short name. */
export const Login = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*(\[bot\])?$/);

export const CommitSha = z.string().regex(/^[0-9a-f]{40,64}$/);

const FullName = z.string().regex(/^[\w.-]+\/[\w.-]+$/);

export const PullRequest = z.object({
  number: z.number().int().positive(),
  user: z.object({ login: Login }),
  head: z.object({
    sha: CommitSha,
    ref: z.string().min(1),
    /** Null if the fork was deleted. */
    repo: z.object({ full_name: FullName }).nullable(),
  }),
  base: z.object({ ref: z.string().min(1) }),
});
export type PullRequest = z.infer<typeof PullRequest>;

const GitHubEvent = z.object({
  repository: z.object({ full_name: FullName, default_branch: z.string().min(1) }),
  pull_request: PullRequest.optional(),
  merge_group: z.object({ head_sha: CommitSha, head_ref: z.string() }).optional(),
  workflow_run: z.object({ event: z.string(), head_sha: CommitSha, head_branch: z.string().nullish() }).optional(),
});
export type GitHubEvent = z.infer<typeof GitHubEvent>;

/** The subject of a run: the head of a pull request, or a group of the merge queue. */
export interface GitHubRun {
  readonly repository: string;
  readonly head: string;
  readonly pull: PullRequest;
  /** Whether the head is a group of the merge queue: the pull request's commits on top of those that are merged before it. */
  readonly isGroup: boolean;
}

/** @param text The JSON text of the file that GITHUB_EVENT_PATH names. */
export function readEvent(text: string): GitHubEvent {
  try {
    return GitHubEvent.parse(JSON.parse(text));
  } catch {
    throw new UsageError(
      "invalid GitHub event: it is not about a pull request",
      "Use the file that the variable GITHUB_EVENT_PATH names.",
    );
  }
}

/** The commit of an event. */
export function headOfEvent({
  pull_request: pull,
  merge_group: group,
  workflow_run: before,
}: GitHubEvent): string | undefined {
  return pull?.head.sha ?? group?.head_sha ?? before?.head_sha;
}

/**
 * @param number The number of a pull request that an untrusted earlier run wrote. It counts only if GitHub reports that the
 *   pull request is at the commit of that run.
 */
export async function runOf(event: GitHubEvent, number: string | undefined, github: () => GitHub): Promise<GitHubRun> {
  const { repository, pull_request: pull, merge_group: group, workflow_run: before } = event;
  const name = repository.full_name;
  if (pull !== undefined) return { repository: name, head: pull.head.sha, pull, isGroup: false };
  if (group !== undefined) return groupRun(name, group.head_sha, group.head_ref, github);
  if (before?.event === "merge_group") return groupRun(name, before.head_sha, before.head_branch ?? "", github);
  if (before === undefined || number === undefined)
    throw new UsageError(
      "missing pull request in the GitHub event",
      "Run guard on the event pull_request, or set --team.",
    );
  if (!/^[1-9]\d{0,8}$/.test(number.trim()))
    throw new UsageError(
      "invalid pull request number",
      "The workflow run that triggered this run must write the number to the file.",
    );
  const found = PullRequest.safeParse(await github().request("GET", `/repos/${name}/pulls/${number.trim()}`));
  if (!found.success || found.data.head.sha !== before.head_sha)
    throw new UsageError(
      `pull request ${number.trim()} is not at ${before.head_sha.slice(0, 10)}`,
      "The pull request has a newer commit, which has its own run, or the workflow run that triggered this run wrote another number.",
    );
  return { repository: name, head: before.head_sha, pull: found.data, isGroup: false };
}

/** GitHub names a group's branch after its last pull request: `gh-readonly-queue/main/pr-7-<commit>`. */
async function groupRun(repository: string, head: string, ref: string, github: () => GitHub): Promise<GitHubRun> {
  const [, number] = /(?:^|\/)gh-readonly-queue\/.+\/pr-([1-9]\d{0,8})-[0-9a-f]{40,64}$/.exec(ref) ?? [];
  const found =
    number === undefined
      ? undefined
      : PullRequest.safeParse(await github().request("GET", `/repos/${repository}/pulls/${number}`));
  if (found?.success !== true)
    throw new UsageError(
      `invalid branch of the merge queue ${JSON.stringify(ref)}`,
      "Run guard on the event merge_group.",
    );
  return { repository, head, pull: found.data, isGroup: true };
}

/** Sets the commit status that a required check reads: whether the commit may be merged. */
export async function setStatus(
  github: GitHub,
  repository: string,
  head: string,
  allowed: boolean,
  message: string,
): Promise<void> {
  await github.request("POST", `/repos/${repository}/statuses/${head}`, {
    state: allowed ? "success" : "failure",
    context: "tenantry/guard",
    description: message.slice(0, 140),
  });
}
