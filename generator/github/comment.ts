import { z } from "zod";
import { type GitHub, listPages } from "./api.ts";

const Pull = z.object({ state: z.string(), head: z.object({ sha: z.string() }) });
const Comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ type: z.string() }).nullish(),
});

/** By this its own comment is found again; only an App's or a bot's is taken for one. */
const mark = "<!-- tenantry diff -->";

/**
 * Says something on a pull request, in one comment that is kept up to date; nothing where the pull request is closed or at
 * another commit by now.
 */
export async function comment(
  github: GitHub,
  { repository, pull, head, body }: { repository: string; pull: number; head: string; body: string },
): Promise<"written" | "outdated"> {
  const found = Pull.safeParse(await github.ask("GET", `/repos/${repository}/pulls/${pull}`));
  if (!found.success || found.data.state !== "open" || found.data.head.sha !== head) return "outdated";
  const there = await listPages(github, `/repos/${repository}/issues/${pull}/comments`);
  const own = there.find((value) => {
    const read = Comment.safeParse(value);
    return read.success && read.data.user?.type === "Bot" && read.data.body?.startsWith(mark) === true;
  });
  const text = { body: `${mark}\n${body}` };
  if (own === undefined) await github.ask("POST", `/repos/${repository}/issues/${pull}/comments`, text);
  else await github.ask("PATCH", `/repos/${repository}/issues/comments/${Comment.parse(own).id}`, text);
  return "written";
}
