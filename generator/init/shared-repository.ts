import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedWorkflows } from "../layout/paths.ts";

const changesJob = readFileSync(join(import.meta.dirname, "changes-job.yaml"), "utf8");

/**
 * The condition of a job in pull-request.yaml. GitHub reports a skipped job as successful, and a workflow that a path filter
 * skips as pending: a required check would then block the pull requests of other projects. The job runs unless the job
 * `changes` certainly found no change.
 */
const ifChanged = "!cancelled() && needs.changes.outputs.platform != 'false'";

/** The texts in the workflows that must be unique in a repository with other projects, and what replaces them. */
const replacements: readonly (readonly [text: RegExp, replacement: (folder: string) => string])[] = [
  [/^ {2}FOLDER: \.(?= |$)/m, (folder) => `  FOLDER: ${folder}`],
  [/^name: (?=\S)/m, () => "name: tenantry "],
  [/^( {4}workflows: )\[pull request, review\]$/m, () => "$1[tenantry pull request, tenantry review]"],
  [/(?<=workflow_run[.]name == ')(?=pull request')/g, () => "tenantry "],
  [/^ {2}group: (?=\S)/m, () => "  group: tenantry-"],
  [/^jobs:\n(?= {2}check:$)/m, () => `jobs:\n${changesJob}`],
  [/^ {4}name: check\n/m, () => `    name: check\n    needs: changes\n    if: \${{ ${ifChanged} }}\n`],
  [/^( {4}name: render\n[\s\S]*?) {4}if: (.*)$/m, () => `$1    needs: changes\n    if: \${{ ${ifChanged} && $2 }}`],
];

/** The workflows of a platform in a folder of a repository that other projects use, too. The names of files change, too. */
export function inSharedRepository(
  workflows: ReadonlyMap<string, string>,
  folder: string,
): ReadonlyMap<string, string> {
  return new Map(
    [...workflows].map(([file, text]) => [
      file
        .replace(".github/workflows/", sharedWorkflows.workflow)
        .replace(".github/actions/setup/", sharedWorkflows.action),
      replacements
        .reduce((result, [pattern, replacement]) => result.replace(pattern, replacement(folder)), text)
        .replaceAll(".github/actions/setup", ".github/actions/setup-tenantry")
        .replace(/^# .*$/gm, (comment) => comment.replace(/\b[a-z-]+[.]yaml\b/g, "tenantry-$&")),
    ]),
  );
}
