import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { GitHubRun } from "../github/run.ts";
import { headOf, parentsOf, type Revision } from "../load/revision.ts";

/** The verdict is set on one commit, so guard must run on that commit. */
export async function requireHead(root: string, { head }: GitHubRun): Promise<void> {
  const current = await headOf(root);
  if (current === head) return;
  throw new UsageError(
    `${current === undefined ? "no commit" : `commit ${current.slice(0, 10)}`} is checked out, but the event is for ${head.slice(0, 10)}`,
    "Check out the commit that the event names.",
  );
}

/**
 * The base of a pull request in the merge queue: the first parent of its merge commit. If the queue squashes or rebases, the
 * whole group is compared with the main branch instead. A group with several tenants then needs the platform team's approval.
 */
export async function mergeGroupBase(root: string, { head, pull, isGroup }: GitHubRun): Promise<string | undefined> {
  if (!isGroup) return undefined;
  const [onto, merged, ...more] = await parentsOf(root, head);
  return merged === pull.head.sha && more.length === 0 ? onto : undefined;
}

/** An approval for another branch, or of a branch that is behind, does not cover the result on the main branch. */
export function branchFindings(
  { pull }: GitHubRun,
  branch: string | undefined,
  { isBehind, name }: Revision,
): readonly Diagnostic[] {
  const at = wholeFile(".");
  const isOtherBranch = branch !== undefined && `refs/heads/${pull.base.ref}` !== branch;
  return [
    ...(isOtherBranch
      ? [
          {
            code: "guard/other-branch" as const,
            severity: "error" as const,
            message: codes["guard/other-branch"].messages.otherBranch(pull.base.ref, branch),
            hint: "Open a pull request for the main branch. Approvals for another branch do not count.",
            at,
          },
        ]
      : []),
    ...(isBehind === true
      ? [
          {
            code: "guard/behind" as const,
            severity: "error" as const,
            message: codes["guard/behind"].messages.behind(name),
            hint: "Merge the main branch into this branch, or rebase this branch onto the main branch.",
            at,
          },
        ]
      : []),
  ];
}
