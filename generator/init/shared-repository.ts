import { sharedWorkflows } from "../layout/paths.ts";

/** The texts in the workflows that must be unique in a repository with other projects, and what replaces them. */
const replacements: readonly (readonly [text: RegExp, replacement: (folder: string) => string])[] = [
  [/^ {2}FOLDER: \.(?= |$)/m, (folder) => `  FOLDER: ${folder}`],
  [/^name: (?=\S)/m, () => "name: tenantry "],
  [/^( {4}workflows: )\[pull request, review\]$/m, () => "$1[tenantry pull request, tenantry review]"],
  [/(?<=workflow_run[.]name == ')(?=pull request')/g, () => "tenantry "],
  [/^ {2}group: (?=\S)/m, () => "  group: tenantry-"],
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
        .replaceAll(".github/actions/setup", ".github/actions/setup-tenantry"),
    ]),
  );
}
