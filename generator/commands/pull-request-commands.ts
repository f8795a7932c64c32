import { bundle } from "./bundle.ts";
import { type CommentOptions, comment } from "./comment.ts";
import { type CommitOptions, commit } from "./commit.ts";
import type { Context } from "./context.ts";
import type { Define } from "./define.ts";
import { type DiffForm, diff } from "./diff.ts";
import { type DueForm, due } from "./due.ts";
import { guard } from "./guard.ts";
import type { GuardForm } from "./guard-verdict.ts";
import { publish } from "./publish.ts";

interface GuardFlags {
  readonly team?: readonly string[];
  readonly approvedBy?: readonly string[];
  readonly event?: string;
  readonly pullRequest?: string;
  readonly trusted?: string;
  readonly status?: true;
  readonly output: GuardForm;
}

const trustedOption =
  "a checkout of the main branch, for a working tree that nobody trusts: it says which branch that is";

/** What a workflow is made of, each of its steps a command. */
export function pullRequestCommands(command: Define, context: Context): void {
  command<{ readonly trusted?: string; readonly output: DiffForm }>(
    "diff",
    "say what the files as they are do to the clusters, against a revision: objects, traffic, reach, access, restarts, and how far it reaches",
    ["text", "json", "markdown"],
    (root, { trusted, output }, [base]) => diff(root, { base, trusted, output }, context),
  )
    .argument("[base]", "a revision of git; where left out, the newest commit shared with the main branch")
    .option("--trusted <folder>", trustedOption);
  command<GuardFlags>(
    "guard",
    "say whether a pull request's author may make its change, or who has to approve it first",
    ["text", "json", "github"],
    (root, { team, approvedBy, event, pullRequest, trusted, status, output }, [base]) =>
      guard(
        root,
        {
          base,
          team: team ?? [],
          approvedBy: approvedBy ?? [],
          event,
          pullRequest,
          trusted,
          status: status === true,
          output,
        },
        context,
      ),
  )
    .argument("[base]", "a revision of git; where left out, the newest commit shared with the main branch")
    .option("--team <name...>", "the author's GitHub teams: acme/retention")
    .option("--approved-by <name...>", "teams of whoever approved it as it is now")
    .option("--event <file>", "GitHub's event, $GITHUB_EVENT_PATH: author and approvals are asked of GitHub")
    .option("--pull-request <file>", "a file with the pull request's number, that the run before left")
    .option("--trusted <folder>", trustedOption)
    .option("--status", "say the verdict on the commit, for a required check");
  command<object>(
    "bundle",
    "write what a build would change into one file, for a run that may push",
    ["text"],
    (root, _, [file = ""]) => bundle(root, file, context),
  ).argument("<file>", "the file to write");
  command<Omit<CommitOptions, "bundle">>(
    "commit",
    "push what a bundle holds, as one commit after the one that it was made for; trusts nothing in it",
    ["text"],
    (root, { head, branch, remote, propose }, [file = ""]) =>
      commit(root, { bundle: file, head, branch, remote, propose }, context),
  )
    .argument("<bundle>", "what bundle wrote")
    .requiredOption("--head <commit>", "the commit that the bundle is to be for")
    .requiredOption("--branch <name>", "the branch whose newest commit that is")
    .option("--remote <name>", "where to push", "origin")
    .option("--propose", "push to a branch of its own, and open a pull request on GitHub", false);
  command<{ readonly cluster?: readonly string[]; readonly remote: string }>(
    "publish",
    "push what is rendered to the branch of each cluster that says publish: branch, or next",
    ["text"],
    (root, { cluster, remote }) => publish(root, { clusters: cluster ?? [], remote }, context),
  )
    .option("--cluster <name...>", "only these clusters")
    .option("--remote <name>", "where to push", "origin");
  command<Omit<CommentOptions, "diff">>(
    "comment",
    "write a difference on its pull request, in one comment that is kept up to date; trusts nothing in it",
    ["text"],
    (_, { pullRequest, head, dry }, [file = ""]) => comment({ diff: file, pullRequest, head, dry }, context),
  )
    .argument("<diff>", "what diff printed as JSON")
    .option("--pull-request <file>", "a file with the pull request's number", "pull-request")
    .option("--head <commit>", "the commit that it is to be at", "")
    .option("--dry", "print the comment, and ask GitHub nothing", false);
  command<{ readonly within: string; readonly output: DueForm }>(
    "due",
    "say which waivers expire and which patched images are to be reviewed within some days",
    ["text", "json", "markdown"],
    (root, { within, output }) => due(root, { within, output }, context),
  ).option("--within <days>", "how far to look ahead", "30");
}
