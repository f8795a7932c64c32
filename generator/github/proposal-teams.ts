import { z } from "zod";
import type { ProposalTeams } from "../guard/guard.ts";
import { type GitHub, listPages } from "./api.ts";
import { CommitSha, type GitHubRun, Login, type PullRequest } from "./run.ts";

const Review = z.object({
  user: z.object({ login: Login }).nullable(),
  state: z.string(),
  commit_id: z.string().nullable(),
});
type Review = z.infer<typeof Review>;

/** A push, or another change of a branch, as GitHub recorded it. The actor is the signed-in user, not the author of a commit. */
const Activity = z.object({
  before: CommitSha,
  after: CommitSha,
  activity_type: z.string(),
  actor: z.object({ login: Login }).nullable(),
});

/** The teams whose members to check. */
export interface TeamsToCheck {
  /** Undefined if it is unknown. */
  readonly platform: string | undefined;
  readonly owners: readonly string[];
}

/**
 * Reads the teams that propose a pull request, and the teams that approved its current version. A team of the author proposes
 * it only if each push is by a member of that team or of the platform team. With any other push, no team proposes it. An
 * approval by an account that pushed does not count.
 * @param isGenerated Whether two commits differ only in generated files, which must equal the generator's output anyway.
 */
export async function readReviewers(
  { repository, pull }: GitHubRun,
  { platform, owners }: TeamsToCheck,
  github: () => GitHub,
  isGenerated: (before: string, after: string) => Promise<boolean>,
): Promise<ProposalTeams> {
  const api = github();
  const isMember = membership(api);
  const all = [...new Set([...(platform === undefined ? [] : [platform]), ...owners])];
  const pushers = await pushersOf(api, pull, isGenerated);
  const reviews = (await listPages(api, `/repos/${repository}/pulls/${pull.number}/reviews`)).flatMap((page) => {
    const review = Review.safeParse(page);
    return review.success ? [review.data] : [];
  });
  const involved = new Set([pull.user.login, ...(pushers ?? [])].map(lower));
  const approvers = latest(reviews, pull.head.sha).filter((login) => !involved.has(lower(login)));
  const speaksFor = async (team: string): Promise<boolean> => {
    if (pushers === undefined || !(await isMember(team, pull.user.login))) return false;
    for (const login of pushers)
      if (!(await isMember(team, login)) && !(platform !== undefined && (await isMember(platform, login))))
        return false;
    return true;
  };
  return {
    teams: await filtered(all, speaksFor),
    approvedBy: await filtered(all, async (team) => {
      for (const login of approvers) if (await isMember(team, login)) return true;
      return false;
    }),
  };
}

/**
 * The accounts that pushed to a pull request's branch since it was created, except for pushes of generated files. Undefined
 * if GitHub does not list all of the pushes.
 */
async function pushersOf(
  api: GitHub,
  { head }: PullRequest,
  isGenerated: (before: string, after: string) => Promise<boolean>,
): Promise<readonly string[] | undefined> {
  if (head.repo === null) return undefined;
  const branch = encodeURIComponent(`refs/heads/${head.ref}`);
  const answer = await api.request("GET", `/repos/${head.repo.full_name}/activity?ref=${branch}&per_page=100`);
  const activities = z.array(Activity).safeParse(answer);
  if (!activities.success || activities.data[0]?.after !== head.sha) return undefined;
  const pushers = new Set<string>();
  for (const { activity_type: type, actor, before, after } of activities.data) {
    const ignored = type === "push" && (await isGenerated(before, after));
    if (!ignored) {
      if (actor === null) return undefined;
      pushers.add(actor.login);
    }
    if (type === "branch_creation") return [...pushers];
  }
  return undefined;
}

async function filtered(
  teams: readonly string[],
  keep: (team: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const kept = await Promise.all(teams.map(keep));
  return teams.filter((_, index) => kept[index] === true);
}

/** The accounts whose last review approves this commit. Comments do not count, nor do approvals of another commit. */
function latest(reviews: readonly Review[], commit: string): readonly string[] {
  const lastReviews = new Map<string, Review>();
  for (const review of reviews)
    if (review.user !== null && review.state !== "COMMENTED" && review.state !== "PENDING")
      lastReviews.set(lower(review.user.login), review);
  return [...lastReviews].flatMap(([login, { state, commit_id: on }]) =>
    state === "APPROVED" && on === commit ? [login] : [],
  );
}

/** GitHub's names are case-insensitive. */
function lower(login: string): string {
  return login.toLowerCase();
}

/** Requests each membership only once. */
function membership(api: GitHub): (team: string, login: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (team, login) => {
    const [organisation, slug] = team.split("/");
    const path = `/orgs/${organisation}/teams/${slug}/memberships/${encodeURIComponent(login)}`;
    const answer =
      known.get(path) ??
      api.request("GET", path).then((found) => z.object({ state: z.literal("active") }).safeParse(found).success);
    known.set(path, answer);
    return answer;
  };
}
