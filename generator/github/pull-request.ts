import { z } from "zod";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { GitHub } from "./api.ts";

/** The repository of this run: `organisation/name`. */
export function repositoryOf(env: Readonly<Record<string, string | undefined>>): string {
  const name = env["GITHUB_REPOSITORY"] ?? "";
  if (!/^[\w.-]+\/[\w.-]+$/.test(name))
    throw new UsageError(
      "missing or invalid GITHUB_REPOSITORY",
      "GitHub sets this variable in workflows. Outside a workflow, set it to organisation/name.",
    );
  return name;
}

/** Opens a pull request that updates the generated files of a branch. Returns its address. */
export async function openPullRequest(
  github: GitHub,
  env: Readonly<Record<string, string | undefined>>,
  from: string,
  to: string,
  source: string,
): Promise<string> {
  const opened = await github.request("POST", `/repos/${repositoryOf(env)}/pulls`, {
    title: `Update the generated files of ${to}`,
    head: from,
    base: to,
    body: `The generated files at ${source} are out of date. This pull request updates them.\n\nTenantry-source: ${source}\n`,
  });
  const read = z.object({ html_url: z.string() }).safeParse(opened);
  if (!read.success)
    throw new ToolFailure(
      "GitHub did not open a pull request",
      "Check the branch on GitHub, and open the pull request manually.",
    );
  return read.data.html_url;
}
