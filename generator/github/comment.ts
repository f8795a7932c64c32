import { z } from "zod";
import { type GitHub, listPages } from "./api.ts";

const Pull = z.object({ state: z.string(), head: z.object({ sha: z.string() }) });
const Comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ type: z.string() }).nullish(),
});

/** Identifies the comment to update. Only a comment by an App or a bot counts. */
const mark = "<!-- tenantry diff -->";

interface PullRequestComment {
  /** `organisation/name`. */
  readonly repository: string;
  readonly pull: number;
  /** The commit that the comment is about. */
  readonly head: string;
  readonly body: string;
  /** Whether the pull request changes something, or has findings. */
  readonly changes: boolean;
}

/**
 * Writes a comment on a pull request, or updates the earlier one. Writes nothing if the pull request is closed or has moved
 * to another commit, or if the pull request changes nothing and has no earlier comment.
 */
export async function comment(
  github: GitHub,
  { repository, pull, head, body, changes }: PullRequestComment,
): Promise<"written" | "outdated" | "unneeded"> {
  const found = Pull.safeParse(await github.request("GET", `/repos/${repository}/pulls/${pull}`));
  if (!found.success || found.data.state !== "open" || found.data.head.sha !== head) return "outdated";
  const comments = await listPages(github, `/repos/${repository}/issues/${pull}/comments`);
  const existing = comments.find((value) => {
    const read = Comment.safeParse(value);
    return read.success && read.data.user?.type === "Bot" && read.data.body?.startsWith(mark) === true;
  });
  if (existing === undefined && !changes) return "unneeded";
  const text = { body: `${mark}\n${body}` };
  if (existing === undefined) await github.request("POST", `/repos/${repository}/issues/${pull}/comments`, text);
  else await github.request("PATCH", `/repos/${repository}/issues/comments/${Comment.parse(existing).id}`, text);
  return "written";
}
