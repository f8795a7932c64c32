import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { DifferenceData, RefusalData } from "../diff/data.ts";
import { openGitHub } from "../github/api.ts";
import { comment as write } from "../github/comment.ts";
import { repositoryOf } from "../github/pull-request.ts";
import { withoutMentions } from "../github/unlinked.ts";
import { inOneComment, refusalInOneComment } from "../report/difference-document.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";

export const commentCommand = defineCommand<Omit<CommentOptions, "diff">>({
  name: "comment",
  group: "workflow",
  summary: "write a difference on its pull request",
  description: "write a difference on its pull request, in one comment that is kept up to date; trusts nothing in it",
  examples: ["comment diff.json --pull-request pull-request"],
  options: (command) =>
    command
      .argument("<diff>", "what diff printed as JSON")
      .option("--pull-request <file>", "a file with the pull request's number", "pull-request")
      .option("--head <commit>", "the commit that it is to be at", "")
      .option("--dry", "print the comment, and ask GitHub nothing", false),
  run: ({ flags, args: [file = ""], context }) => comment({ diff: file, ...flags }, context),
});

interface CommentOptions {
  /** What diff printed as JSON, in a run that nobody trusts. */
  readonly diff: string;
  /** A file that says which pull request it is, from the same run. */
  readonly pullRequest: string;
  /** The commit that the run was about, as GitHub says. */
  readonly head: string;
  /** Print it, and ask GitHub nothing. */
  readonly dry: boolean;
}

const mostBytes = 64 * 1024 * 1024;
const hint = "Whoever made it did not run tenantry diff, or changed what it gave; nothing was written.";

/** Writes a difference on its pull request. What another run left is data: it is read as nothing else, and shown escaped. */
async function comment(options: CommentOptions, context: CommandContext): Promise<ExitCode> {
  const { diff, pullRequest, head, dry } = options;
  const body = bodyOf(textOf(resolve(context.cwd, diff)));
  if (dry) {
    context.out(body);
    return 0;
  }
  const number = textOf(resolve(context.cwd, pullRequest)).trim();
  if (!/^[1-9]\d{0,8}$/.test(number)) throw new UsageError("this is no pull request's number", hint);
  if (!/^[0-9a-f]{40,64}$/.test(head)) throw new UsageError(`${JSON.stringify(head)} is no commit`, hint);
  const repository = repositoryOf(context.env);
  context.writing?.();
  const result = await write(openGitHub(context.env), { repository, pull: Number(number), head, body });
  context.out(
    result === "written"
      ? `commented on pull request ${number}\n`
      : `nothing written: pull request ${number} is closed, or at another commit than ${head.slice(0, 10)}\n`,
  );
  return 0;
}

/** A difference, or why there is none. */
function bodyOf(text: string): string {
  let data: unknown;
  try {
    data = JSON.parse(text, bounded);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError("this is no difference: it is no JSON", hint);
  }
  const difference = DifferenceData.safeParse(data);
  if (difference.success) return withoutMentions(inOneComment(difference.data));
  const refusal = RefusalData.safeParse(data);
  if (refusal.success) return withoutMentions(refusalInOneComment(refusal.data.diagnostics));
  throw new UsageError("this is no difference", hint);
}

/** Characters of one text: no name is as long, and no sentence. */
const longestText = 10_000;

function bounded(_: string, value: unknown): unknown {
  if (typeof value === "string" && value.length > longestText)
    throw new UsageError(`this is no difference: a text in it has ${value.length} characters`, hint);
  return value;
}

function textOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) throw new UsageError(`there is no file ${file}`, hint);
  if (stat.size > mostBytes) throw new UsageError(`${file} is larger than any difference`, hint);
  return readFileSync(file, "utf8");
}
