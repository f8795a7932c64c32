import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const own = join(import.meta.dirname, "../..");

/** All files below a folder by their paths in it, sorted. */
export function filesIn(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** The workflows that a platform's repository runs. Tenantry's own tests have another workflow. */
const workflows = ["main", "nightly", "pull-request", "pull-request-result", "review"].map(
  (name) => `.github/workflows/${name}.yaml`,
);

/**
 * The workflows of a repository that uses the package, with the action that installs it.
 * @param branch The main branch, without refs/heads/.
 */
export function workflowFiles(branch: string): ReadonlyMap<string, string> {
  const shipped = workflows.map((file): [string, string] => [file, readFileSync(join(own, file), "utf8")]);
  return new Map([
    ...shipped.map(([file, text]): [string, string] => [
      file,
      text.replace("branches: [main]", `branches: [${JSON.stringify(branch)}]`),
    ]),
    [".github/actions/setup/action.yaml", readFileSync(join(import.meta.dirname, "setup-action.yaml"), "utf8")],
  ]);
}
