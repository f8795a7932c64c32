import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeInGit } from "../load/git.ts";
import { defined } from "../models/defined.ts";
import { findingAt, type Inventory } from "../validate/inventory.ts";
import { RepositoryFolder } from "../validate/platform-repository.ts";

/** The finding if `repository.path` is not the folder in which git has the files. Empty without git. */
export async function misplacedFolder(root: string, { platform }: Inventory): Promise<readonly Diagnostic[]> {
  const place = await placeInGit(root);
  const { path } = platform.spec.repository;
  if (place === undefined || place.folder === (path ?? "")) return [];
  const { folder } = place;
  const isUsable = RepositoryFolder.safeParse(folder).success;
  const finding = findingAt(
    path === undefined ? platform.at("repository") : platform.at("repository", "path"),
    "platform/repository-path",
    codes["platform/repository-path"].messages.otherFolder(path, folder),
    hintFor(path, folder, isUsable),
    path === undefined ? "key" : "value",
  );
  return [{ ...finding, ...defined({ fix: path !== undefined && isUsable ? folder : undefined }) }];
}

function hintFor(path: string | undefined, folder: string, isUsable: boolean): string {
  if (folder === "") return "Remove repository.path.";
  if (!isUsable) return `Rename the folder: names contain only letters, digits, ".", "_" and "-".`;
  const example =
    path === undefined
      ? " If Argo CD does not read this clone, for example because the folder contains test data, set the environment variable GIT_CEILING_DIRECTORIES to the absolute path of the parent folder."
      : "";
  return `Set repository.path to ${folder}.${example}`;
}
