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
/** A user who is invited to the platform team and not yet a member. */
const invited = "ines";
const teams = { platform: "acme/ml-platform", owners: ["acme/retention"] };
const platform: ProposalTeams = { teams: ["acme/ml-platform"], approvedBy: [] };
const retention: ProposalTeams = { teams: ["acme/retention"], approvedBy: [] };
const noTeam: ProposalTeams = { teams: [], approvedBy: [] };

type Push = Readonly<Record<string, unknown>>;

/** The push that created the branch. `more` overrides its fields. */
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
  /** Heads of pushes that differ from the push before only in generated files. */
  readonly generated?: readonly string[];
  /** Whether the fork that the branch is in was deleted. */
  readonly forkIsGone?: boolean;
}

/** Reads the teams of pull request 7 from a GitHub with exactly these pushes and reviews. */
function who({ author, pushes, reviews = [], generated = [], forkIsGone = false }: Proposed): Promise<ProposalTeams> {
  const ask: GitHub["request"] = async (_, path) => {
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
    () => ({ request: ask }),
    async (_, after) => generated.includes(after),
  );
}

describe("a team approves", () => {
  test.each([
    { name: "no review: none does", reviews: [], by: [] },
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
      name: "the approval was dismissed, and GitHub still lists it: it does not",
      reviews: [review("pat", "APPROVED"), review("pat", "DISMISSED")],
      by: [],
    },
    {
      name: "a member approved and has a pending review: it does",
      reviews: [review("pat", "APPROVED"), review("pat", "PENDING")],
      by: ["acme/ml-platform"],
    },
    { name: "an invited user approved: it does not", reviews: [review(invited, "APPROVED")], by: [] },
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
    { name: "the author approved, with other capitals: it does not", reviews: [review("Rita", "APPROVED")], by: [] },
  ])("$name: approved by $by", async ({ reviews, by }) => {
    expect(await who({ author: "rita", pushes: [push("rita")], reviews })).toEqual({ ...retention, approvedBy: by });
  });

  test("a member approved and also pushed: it does not", async () => {
    const pushes = [push("pat", { activity_type: "push", before: base }), push("rita")];
    expect(await who({ author: "rita", pushes, reviews: [review("pat", "APPROVED")] })).toEqual(retention);
  });
});

test("the author approved the push of a colleague: no team approves", async () => {
  const proposed = { author: "rob", pushes: [push("rita")], reviews: [review("rob", "APPROVED")] };
  expect(await who(proposed)).toEqual(retention);
});

describe("a team proposes", () => {
  test.each([
    { name: "a member opened and pushed: it does", author: "pat", pushes: [push("pat")], proposes: platform },
    {
      name: "a member is an Enterprise Managed User: it does",
      author: "pat_acme",
      pushes: [push("pat_acme")],
      proposes: platform,
    },
    { name: "another team pushed: none does", author: "pat", pushes: [push("rita")], proposes: noTeam },
    {
      name: "another team pushed after a member: none does",
      author: "pat",
      pushes: [push("rita", { activity_type: "push", before: "1".repeat(40) }), push("pat")],
      proposes: noTeam,
    },
    {
      name: "a member force-pushed over another team's push: none does",
      author: "pat",
      pushes: [push("pat", { activity_type: "force_push" }), push("rita")],
      proposes: noTeam,
    },
    {
      name: "a bot pushed a hand-written file: none does",
      author: "pat",
      pushes: [push("other[bot]", { activity_type: "push", before: base }), push("pat")],
      proposes: noTeam,
    },
    {
      name: "a bot pushed generated files: it does",
      author: "pat",
      pushes: [push("tenantry[bot]", { activity_type: "push", before: base }), push("pat", { after: base })],
      generated: [head],
      proposes: platform,
    },
    {
      name: "a bot force-pushed generated files: none does",
      author: "pat",
      pushes: [push("tenantry[bot]", { activity_type: "force_push", before: base }), push("pat", { after: base })],
      generated: [head],
      proposes: noTeam,
    },
    {
      name: "GitHub does not list the newest push yet: none does",
      author: "pat",
      pushes: [push("pat", { after: "2".repeat(40) })],
      proposes: noTeam,
    },
    {
      name: "GitHub does not list the push that created the branch: none does",
      author: "pat",
      pushes: [push("pat", { activity_type: "push" })],
      proposes: noTeam,
    },
    {
      name: "a push without an actor: none does",
      author: "pat",
      pushes: [push("pat", { actor: null })],
      proposes: noTeam,
    },
    {
      name: "the fork was deleted: none does",
      author: "pat",
      pushes: [push("pat")],
      forkIsGone: true,
      proposes: noTeam,
    },
    {
      name: "an invited user opened and pushed: none does",
      author: invited,
      pushes: [push(invited)],
      proposes: noTeam,
    },
    { name: "GitHub lists no push: none does", author: "pat", pushes: [], proposes: noTeam },
  ])("$name", async ({ name: _, proposes, ...proposed }) => {
    expect(await who(proposed)).toEqual(proposes);
  });
});
