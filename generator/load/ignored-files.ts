import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { runGit } from "./git.ts";
import type { RepositoryDocuments } from "./load-repository.ts";

/** Input files that git ignores: only this machine has them, so no other machine gets the same build. Empty without git. */
export async function ignoredFiles(root: string, documents: RepositoryDocuments): Promise<readonly Diagnostic[]> {
  const files = [
    ...[...documents.tenants, ...documents.clusters].map(({ source }) => source.file),
    ...[...documents.components.values()].flatMap((component) => component.files.map(({ file }) => file)),
    ...[...documents.healthChecks.values()].map(({ file }) => file),
    ...(documents.schemas === undefined ? [] : [documents.schemas.source.file]),
    ...documents.schemaFiles.map(({ file }) => file),
  ];
  // The exit code is 1 if git ignores none of the files.
  const done = await runGit(root, ["check-ignore", "--stdin", "-z"], files.join("\0")).catch(() => undefined);
  const ignored = (done?.stdout ?? "").split("\0").filter((file) => file !== "");
  return ignored.map((file) => ({
    code: "input/ignored-file",
    severity: "error",
    message: codes["input/ignored-file"].messages.ignoredFile(file),
    hint: `git check-ignore --verbose ${file} shows the rule. Change that rule, or add the file with git add --force.`,
    at: wholeFile(file),
  }));
}
