import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { GitHubRun } from "../github/run.ts";
import { headOf, parentsOf, type Revision } from "../load/revision.ts";

/** The verdict stands on one commit, so that commit is what has to be looked at. */
export async function requireHead(root: string, { head }: GitHubRun): Promise<void> {
  const here = await headOf(root);
  if (here === head) return;
  throw new UsageError(
    `what is checked out is ${here?.slice(0, 10) ?? "no commit"}, and the event is about ${head.slice(0, 10)}`,
    "Check out the commit that the event is about.",
  );
}

/**
 * What a pull request adds to the merge queue is its merge onto what is merged before it. Where the queue squashes or rebases,
 * the whole group is compared with the main branch instead, and so several tenants at once need the platform team.
 */
export async function mergeGroupBase(root: string, { head, pull, isGroup }: GitHubRun): Promise<string | undefined> {
  if (!isGroup) return undefined;
  const [onto, merged, ...more] = await parentsOf(root, head);
  return merged === pull.head.sha && more.length === 0 ? onto : undefined;
}

/** What is approved for one branch, or beside an older commit, is not approved for what would come of it on the main branch. */
export function branchFindings(
  { pull }: GitHubRun,
  branch: string | undefined,
  { isBehind, name }: Revision,
): readonly Diagnostic[] {
  const at = wholeFile(".");
  const other = branch !== undefined && `refs/heads/${pull.base.ref}` !== branch;
  return [
    ...(other
      ? [
          {
            code: "guard/other-branch" as const,
            severity: "error" as const,
            message: `this pull request is for ${pull.base.ref}, and Argo CD follows ${branch}`,
            hint: "Open one for the main branch: approvals for another branch say nothing about it.",
            at,
          },
        ]
      : []),
    ...(isBehind === true
      ? [
          {
            code: "guard/behind" as const,
            severity: "error" as const,
            message: `the main branch has commits that this lacks: it was compared with ${name}`,
            hint: "Update the branch: merge or rebase onto the main branch.",
            at,
          },
        ]
      : []),
  ];
}
