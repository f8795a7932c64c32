import { z } from "zod";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { GitHub } from "./api.ts";

/** The repository of this run: `organisation/name`. */
export function repositoryOf(env: Readonly<Record<string, string | undefined>>): string {
  const name = env["GITHUB_REPOSITORY"] ?? "";
  if (!/^[\w.-]+\/[\w.-]+$/.test(name))
    throw new UsageError("there is no GITHUB_REPOSITORY", "A workflow has it; elsewhere set it to organisation/name.");
  return name;
}

/** Proposes a branch that holds what another one should; gives its address. */
export async function openPullRequest(
  github: GitHub,
  env: Readonly<Record<string, string | undefined>>,
  from: string,
  to: string,
  source: string,
): Promise<string> {
  const opened = await github.ask("POST", `/repos/${repositoryOf(env)}/pulls`, {
    title: `Write what the inputs of ${to} give`,
    head: from,
    base: to,
    body: `The generated trees of ${source} are not what its inputs give. This writes them.\n\nTenantry-source: ${source}\n`,
  });
  const read = z.object({ html_url: z.string() }).safeParse(opened);
  if (!read.success) throw new ToolFailure("GitHub opened no pull request", "Look at the branch, and open it by hand.");
  return read.data.html_url;
}
