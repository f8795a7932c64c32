import { z } from "zod";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { Who } from "../guard/guard.ts";
import { type GitHub, listed } from "./api.ts";

const Login = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*(\[bot\])?$/);

const Sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const Pull = z.object({
  number: z.number().int().positive(),
  user: z.object({ login: Login }),
  head: z.object({ sha: Sha }),
});
const Event = z.object({
  repository: z.object({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) }),
  pull_request: Pull.optional(),
  merge_group: z.object({ head_sha: Sha }).optional(),
  workflow_run: z.object({ event: z.string(), head_sha: Sha }).optional(),
});

const Review = z.object({
  user: z.object({ login: Login }).nullable(),
  state: z.string(),
  commit_id: z.string().nullable(),
});

/** What a run is about: a commit that somebody proposes, or a group of the merge queue. */
export interface Run {
  readonly repository: string;
  readonly head: string;
  /** Nothing of a group. */
  readonly pull: z.infer<typeof Pull> | undefined;
}

/**
 * @param event What GitHub says of the run: the file that GITHUB_EVENT_PATH names, as JSON.
 * @param number Which pull request a run before this one was about, by that run's own word: it counts only where GitHub
 *   says that the pull request is at the commit of that run.
 */
export async function runOf(event: string, number: string | undefined, github: () => GitHub): Promise<Run> {
  const { repository, pull_request: pull, merge_group: group, workflow_run: before } = eventOf(event);
  const name = repository.full_name;
  if (pull !== undefined) return { repository: name, head: pull.head.sha, pull };
  if (group !== undefined) return { repository: name, head: group.head_sha, pull: undefined };
  if (before?.event === "merge_group") return { repository: name, head: before.head_sha, pull: undefined };
  if (before === undefined || number === undefined)
    throw new UsageError("this event is about no pull request", "Run guard on pull_request, or name --team.");
  if (!/^[1-9]\d{0,8}$/.test(number.trim()))
    throw new UsageError("this is no pull request's number", "The run before was to leave it in this file.");
  const found = Pull.safeParse(await github().ask("GET", `/repos/${name}/pulls/${number.trim()}`));
  if (!found.success || found.data.head.sha !== before.head_sha)
    throw new UsageError(
      `pull request ${number.trim()} is not at ${before.head_sha.slice(0, 10)}`,
      "It moved on, and its own run follows; or the run before named another one.",
    );
  return { repository: name, head: before.head_sha, pull: found.data };
}

/**
 * The author of a pull request, and whoever approved it as it is now, as teams. Whatever is in the merge queue passed on its
 * own before it came there: the platform stands for it.
 * @param teams Whose membership is asked about; the first is the platform's.
 */
export async function whoProposes(
  { repository, pull }: Run,
  teams: readonly string[],
  github: () => GitHub,
): Promise<Who> {
  if (pull === undefined) return { teams: teams.slice(0, 1), approvedBy: [] };
  const api = github();
  const reviews = (await listed(api, `/repos/${repository}/pulls/${pull.number}/reviews`)).flatMap((one) => {
    const review = Review.safeParse(one);
    return review.success ? [review.data] : [];
  });
  const approvers = latest(reviews, pull.head.sha).filter((login) => login !== pull.user.login);
  const members = async (logins: readonly string[]): Promise<readonly string[]> => {
    const found = await Promise.all(teams.map(async (team) => ((await isIn(api, team, logins)) ? [team] : [])));
    return found.flat();
  };
  return { teams: await members([pull.user.login]), approvedBy: await members(approvers) };
}

/** Says of a commit, where required checks look, whether it may be merged. */
export async function setStatus(
  github: GitHub,
  { repository, head }: Run,
  allowed: boolean,
  says: string,
): Promise<void> {
  await github.ask("POST", `/repos/${repository}/statuses/${head}`, {
    state: allowed ? "success" : "failure",
    context: "tenantry/guard",
    description: says.slice(0, 140),
  });
}

function eventOf(text: string): z.infer<typeof Event> {
  try {
    return Event.parse(JSON.parse(text));
  } catch {
    throw new UsageError("this is no event of GitHub about a pull request", "Name the file in GITHUB_EVENT_PATH.");
  }
}

/** Who approves by their last word, said of this very commit: a comment is no word, and what came later was not seen. */
function latest(reviews: readonly z.infer<typeof Review>[], commit: string): readonly string[] {
  const words = new Map<string, z.infer<typeof Review>>();
  for (const review of reviews)
    if (review.user !== null && review.state !== "COMMENTED" && review.state !== "PENDING")
      words.set(review.user.login, review);
  return [...words].flatMap(([login, { state, commit_id: on }]) =>
    state === "APPROVED" && on === commit ? [login] : [],
  );
}

async function isIn(github: GitHub, team: string, logins: readonly string[]): Promise<boolean> {
  const [organisation, slug] = team.split("/");
  for (const login of logins) {
    const found = await github.ask(
      "GET",
      `/orgs/${organisation}/teams/${slug}/memberships/${encodeURIComponent(login)}`,
    );
    if (z.object({ state: z.literal("active") }).safeParse(found).success) return true;
  }
  return false;
}
