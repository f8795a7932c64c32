import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { DifferenceData, RefusalData } from "../diff/data.ts";
import { openGitHub } from "../github/api.ts";
import { comment as write } from "../github/comment.ts";
import { repositoryOf } from "../github/pull-request.ts";
import { withoutMentions } from "../github/without-mentions.ts";
import { inOneComment, refusalInOneComment } from "../report/difference-document.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";

export const commentCommand = defineCommand<Omit<CommentOptions, "diff">>({
  name: "comment",
  group: "workflow",
  summary: "write the diff of a pull request as a comment",
  description:
    "write the diff from an untrusted run as one comment on the pull request, and update this comment in later runs. If the pull request changes nothing on any cluster, comment only updates an earlier comment",
  examples: ["comment diff.json --pull-request pull-request"],
  options: (command) =>
    command
      .argument("<diff>", "a file with the JSON output of the command diff")
      .option(
        "--pull-request <file>",
        "a file with the pull request's number, from the workflow run that triggered this run",
        "pull-request",
      )
      .option("--head <commit>", "the commit that must be the newest commit of the pull request", "")
      .option("--dry", "print the comment without calling GitHub", false),
  run: ({ flags, args: [file = ""], context }) => comment({ diff: file, ...flags }, context),
});

interface CommentOptions {
  /** A file with the JSON output of diff, from an untrusted run. */
  readonly diff: string;
  /** A file with the number of the pull request, from the same run. */
  readonly pullRequest: string;
  /** The commit of that run, as reported by GitHub. */
  readonly head: string;
  /** Whether to print the comment without calling GitHub. */
  readonly dry: boolean;
}

const mostBytes = 64 * 1024 * 1024;
const hint = "The command diff did not write this file, or the file was changed afterwards. No comment was written.";

/** Comments on a pull request with its diff. The files are from an untrusted run: they are parsed as data and shown escaped. */
async function comment(options: CommentOptions, context: CommandContext): Promise<ExitCode> {
  const { diff, pullRequest, head, dry } = options;
  const { body, changes } = contentOf(textOf(resolve(context.cwd, diff)));
  if (dry) {
    context.out(body);
    return 0;
  }
  const number = textOf(resolve(context.cwd, pullRequest)).trim();
  if (!/^[1-9]\d{0,8}$/.test(number)) throw new UsageError("invalid pull request number", hint);
  if (!/^[0-9a-f]{40,64}$/.test(head)) throw new UsageError(`invalid commit ${JSON.stringify(head)}`, hint);
  const repository = repositoryOf(context.env);
  context.writing?.();
  const result = await write(openGitHub(context.env), { repository, pull: Number(number), head, body, changes });
  context.out(
    {
      written: `commented on pull request ${number}\n`,
      outdated: `no comment written: pull request ${number} is closed, or its newest commit is no longer ${head.slice(0, 10)}\n`,
      unneeded: `no comment written: pull request ${number} changes nothing on any cluster\n`,
    }[result],
  );
  return 0;
}

/** The comment about a diff, or about the errors that prevented it. */
function contentOf(text: string): { readonly body: string; readonly changes: boolean } {
  let data: unknown;
  try {
    data = JSON.parse(text, bounded);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError("invalid diff: not JSON", hint);
  }
  const difference = DifferenceData.safeParse(data);
  if (difference.success) {
    const { statements, changes, diagnostics } = difference.data;
    return {
      body: withoutMentions(inOneComment(difference.data)),
      changes: [statements, changes, diagnostics].some((items) => items.length > 0),
    };
  }
  const refusal = RefusalData.safeParse(data);
  if (refusal.success) return { body: withoutMentions(refusalInOneComment(refusal.data.diagnostics)), changes: true };
  throw new UsageError("invalid diff", hint);
}

/** The maximum number of characters of one text. No name or sentence is that long. */
const longestText = 10_000;

function bounded(_: string, value: unknown): unknown {
  if (typeof value === "string" && value.length > longestText)
    throw new UsageError(`invalid diff: too many characters in one text: ${value.length}`, hint);
  return value;
}

function textOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) throw new UsageError(`missing file ${file}`, hint);
  if (stat.size > mostBytes) throw new UsageError(`too many bytes in diff ${file}`, hint);
  return readFileSync(file, "utf8");
}
