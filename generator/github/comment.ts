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

/**
 * Writes a comment on a pull request, or updates the earlier one. Writes nothing if the pull request is closed or has moved
 * to another commit.
 */
export async function comment(
  github: GitHub,
  { repository, pull, head, body }: { repository: string; pull: number; head: string; body: string },
): Promise<"written" | "outdated"> {
  const found = Pull.safeParse(await github.request("GET", `/repos/${repository}/pulls/${pull}`));
  if (!found.success || found.data.state !== "open" || found.data.head.sha !== head) return "outdated";
  const comments = await listPages(github, `/repos/${repository}/issues/${pull}/comments`);
  const existing = comments.find((value) => {
    const read = Comment.safeParse(value);
    return read.success && read.data.user?.type === "Bot" && read.data.body?.startsWith(mark) === true;
  });
  const text = { body: `${mark}\n${body}` };
  if (existing === undefined) await github.request("POST", `/repos/${repository}/issues/${pull}/comments`, text);
  else await github.request("PATCH", `/repos/${repository}/issues/comments/${Comment.parse(existing).id}`, text);
  return "written";
}
