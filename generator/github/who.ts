import { z } from "zod";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { Who } from "../guard/guard.ts";
import { type GitHub, listed } from "./api.ts";

const Login = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*(\[bot\])?$/);

const Event = z.object({
  repository: z.object({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) }),
  pull_request: z
    .object({
      number: z.number().int().positive(),
      user: z.object({ login: Login }),
      head: z.object({ sha: z.string().regex(/^[0-9a-f]{40,64}$/) }),
    })
    .optional(),
  merge_group: z.object({ head_sha: z.string() }).optional(),
});

const Review = z.object({
  user: z.object({ login: Login }).nullable(),
  state: z.string(),
  commit_id: z.string().nullable(),
});

/**
 * The author of a pull request, and whoever approved it as it is now, as teams. Whatever is in the merge queue passed on its
 * own before it came there: the platform stands for it.
 * @param event What GitHub says of the run: the file that GITHUB_EVENT_PATH names, as JSON.
 * @param teams Whose membership is asked about; the first is the platform's.
 */
export async function whoProposes(event: string, teams: readonly string[], github: () => GitHub): Promise<Who> {
  const { repository, pull_request: pull, merge_group: group } = eventOf(event);
  if (group !== undefined) return { teams: teams.slice(0, 1), approvedBy: [] };
  if (pull === undefined)
    throw new UsageError("this event is about no pull request", "Run guard on pull_request, or name --team.");
  const api = github();
  const reviews = (await listed(api, `/repos/${repository.full_name}/pulls/${pull.number}/reviews`)).flatMap((one) => {
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
