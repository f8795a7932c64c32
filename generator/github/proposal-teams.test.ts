import { describe, expect, test } from "vitest";
import type { ProposalTeams } from "../guard/guard.ts";
import type { GitHub } from "./api.ts";
import { readReviewers } from "./proposal-teams.ts";

const head = "a".repeat(40);
const base = "b".repeat(40);
const nothing = "0".repeat(40);

const members: Readonly<Record<string, readonly string[]>> = {
  "acme/retention": ["rita", "rob"],
  "acme/ml-platform": ["pat", "pat_acme"],
};
/** Invited to the platform team, and not in it. */
const invited = "ines";
const teams = { platform: "acme/ml-platform", owners: ["acme/retention"] };
const platform: ProposalTeams = { teams: ["acme/ml-platform"], approvedBy: [] };
const retention: ProposalTeams = { teams: ["acme/retention"], approvedBy: [] };
const nobody: ProposalTeams = { teams: [], approvedBy: [] };

type Push = Readonly<Record<string, unknown>>;

/** The push that made the branch; `more` makes it another one. */
function push(login: string, more: Push = {}): Push {
  return { before: nothing, after: head, activity_type: "branch_creation", actor: { login }, ...more };
}

function review(login: string, state: string, commit = head): object {
  return { user: { login }, state, commit_id: commit };
}

interface Proposed {
  readonly author: string;
  readonly pushes: readonly Push[];
  readonly reviews?: readonly object[];
  /** Commits up to which a push differs from the one before in generated files only. */
  readonly generated?: readonly string[];
  /** Whether the fork that the branch is in was deleted. */
  readonly forkIsGone?: boolean;
}

/** Who proposes pull request 7, where GitHub tells exactly this. */
function who({ author, pushes, reviews = [], generated = [], forkIsGone = false }: Proposed): Promise<ProposalTeams> {
  const ask: GitHub["ask"] = async (_, path) => {
    if (path.startsWith("/repos/acme/ml/activity?ref=refs%2Fheads%2Ftopic&")) return pushes;
    if (path.startsWith("/repos/acme/ml/pulls/7/reviews?")) return reviews;
    const [, team = "", login = ""] = /^\/orgs\/(.+?)\/memberships\/(.+)$/.exec(path.replace("/teams/", "/")) ?? [];
    if (team === teams.platform && login === invited) return { state: "pending" };
    return members[team]?.includes(login.toLowerCase()) ? { state: "active" } : undefined;
  };
  const pull = {
    number: 7,
    user: { login: author },
    head: { sha: head, ref: "topic", repo: forkIsGone ? null : { full_name: "acme/ml" } },
    base: { ref: "main" },
  };
  const run = { repository: "acme/ml", head, pull, isGroup: false };
  return readReviewers(
    run,
    teams,
    () => ({ ask }),
    async (_, after) => generated.includes(after),
  );
}

describe("a team approves", () => {
  test.each([
    { name: "nobody reviewed: none does", reviews: [], by: [] },
    { name: "a member approved: it does", reviews: [review("pat", "APPROVED")], by: ["acme/ml-platform"] },
    {
      name: "a member approved and then commented: it does",
      reviews: [review("pat", "APPROVED"), review("pat", "COMMENTED")],
      by: ["acme/ml-platform"],
    },
    {
      name: "a member approved and then requested changes: it does not",
      reviews: [review("pat", "APPROVED"), review("pat", "CHANGES_REQUESTED")],
      by: [],
    },
    { name: "the approval was dismissed: it does not", reviews: [review("pat", "DISMISSED")], by: [] },
    {
      name: "the approval was dismissed, and GitHub lists it still: it does not",
      reviews: [review("pat", "APPROVED"), review("pat", "DISMISSED")],
      by: [],
    },
    {
      name: "a member approved and has a review that is not submitted: it does",
      reviews: [review("pat", "APPROVED"), review("pat", "PENDING")],
      by: ["acme/ml-platform"],
    },
    { name: "somebody approved who is only invited: it does not", reviews: [review(invited, "APPROVED")], by: [] },
    {
      name: "a member approved an older commit: it does not",
      reviews: [review("pat", "APPROVED", base)],
      by: [],
    },
    {
      name: "a colleague of the author approved: their team does",
      reviews: [review("rob", "APPROVED")],
      by: ["acme/retention"],
    },
    { name: "the author approved: it does not", reviews: [review("rita", "APPROVED")], by: [] },
    { name: "the author approved, in other letters: it does not", reviews: [review("Rita", "APPROVED")], by: [] },
  ])("$name: approved by $by", async ({ reviews, by }) => {
    expect(await who({ author: "rita", pushes: [push("rita")], reviews })).toEqual({ ...retention, approvedBy: by });
  });

  test("a member approved what they pushed to themselves: it does not", async () => {
    const pushes = [push("pat", { activity_type: "push", before: base }), push("rita")];
    expect(await who({ author: "rita", pushes, reviews: [review("pat", "APPROVED")] })).toEqual(retention);
  });
});

test("the author approved what a colleague pushed: no team does", async () => {
  const proposed = { author: "rob", pushes: [push("rita")], reviews: [review("rob", "APPROVED")] };
  expect(await who(proposed)).toEqual(retention);
});

describe("a team proposes", () => {
  test.each([
    { name: "a member opened and pushed: it does", author: "pat", pushes: [push("pat")], proposes: platform },
    {
      name: "a member with a name of an Enterprise Managed User: it does",
      author: "pat_acme",
      pushes: [push("pat_acme")],
      proposes: platform,
    },
    { name: "another team pushed: none does", author: "pat", pushes: [push("rita")], proposes: nobody },
    {
      name: "another team pushed after a member: none does",
      author: "pat",
      pushes: [push("rita", { activity_type: "push", before: "1".repeat(40) }), push("pat")],
      proposes: nobody,
    },
    {
      name: "a member force-pushed over another team's push: none does",
      author: "pat",
      pushes: [push("pat", { activity_type: "force_push" }), push("rita")],
      proposes: nobody,
    },
    {
      name: "a bot pushed what is not generated: none does",
      author: "pat",
      pushes: [push("other[bot]", { activity_type: "push", before: base }), push("pat")],
      proposes: nobody,
    },
    {
      name: "a bot pushed what is generated: it does",
      author: "pat",
      pushes: [push("tenantry[bot]", { activity_type: "push", before: base }), push("pat", { after: base })],
      generated: [head],
      proposes: platform,
    },
    {
      name: "a force-push of what is generated counts as any push: none does",
      author: "pat",
      pushes: [push("tenantry[bot]", { activity_type: "force_push", before: base }), push("pat", { after: base })],
      generated: [head],
      proposes: nobody,
    },
    {
      name: "GitHub does not list the newest push yet: none does",
      author: "pat",
      pushes: [push("pat", { after: "2".repeat(40) })],
      proposes: nobody,
    },
    {
      name: "GitHub does not list the push that made the branch: none does",
      author: "pat",
      pushes: [push("pat", { activity_type: "push" })],
      proposes: nobody,
    },
    {
      name: "a push without an actor: none does",
      author: "pat",
      pushes: [push("pat", { actor: null })],
      proposes: nobody,
    },
    {
      name: "the fork is gone: none does",
      author: "pat",
      pushes: [push("pat")],
      forkIsGone: true,
      proposes: nobody,
    },
    {
      name: "somebody opened and pushed who is only invited: none does",
      author: invited,
      pushes: [push(invited)],
      proposes: nobody,
    },
    { name: "GitHub lists no push: none does", author: "pat", pushes: [], proposes: nobody },
  ])("$name", async ({ name: _, proposes, ...proposed }) => {
    expect(await who(proposed)).toEqual(proposes);
  });
});
