import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";

/** Who may change what. */
export const guardCodes = {
  "guard/not-yours": {
    severity: "error",
    summary: "A pull request changes the file of a tenant whose team its author is not in.",
    why: "A tenant's file says what runs under a team's name, on its quota, with its data. A change of it that the team did not make is a mistake, or worse.",
    fix: "Let somebody of that team propose it, or take the file out of this pull request. The platform team may change every file.",
  },
  "guard/platform": {
    severity: "error",
    summary: "A pull request does what only the platform team may, and nobody of it has approved.",
    why: "The platform's and the clusters' files, the generator, workflows, waivers, new tenants and changes across tenants concern everybody on a cluster. One team cannot answer for that.",
    fix: "Ask somebody of the platform team to approve, or leave that part out of this pull request.",
  },
  "guard/widens": {
    severity: "error",
    summary: "A tenant would get more than it had: quota, reach, access, or looser pod security.",
    why: "Within what a tenant was given its team decides alone. What it gets beyond that is taken from a cluster that others share, or opens a way that others close.",
    fix: "Ask somebody of the platform team to approve: npx --no-install tenantry diff says what is widened.",
  },
  "guard/other-branch": {
    severity: "error",
    summary: "A pull request is for another branch than the one that Argo CD follows.",
    why: "A verdict stands on a commit, and a commit can be proposed for any branch. What somebody approved for a branch that nobody reads would count for the one that clusters follow.",
    fix: "Open the pull request for the main branch, and have it approved there.",
  },
  "guard/behind": {
    severity: "error",
    summary: "A pull request lacks commits of the main branch.",
    why: "What a change widens is said against what is merged. Against an older commit a quota that was lowered since, or a team that was replaced, would still count.",
    fix: "Update the branch: merge the main branch into it, or rebase it.",
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
