import { lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { codes, type InputCode } from "../diagnostics/codes.ts";
import { compareStrings, type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";

/** The names in a folder. A file whose name is not valid UTF-8 cannot be opened by that name. */
export function namesIn(root: string, folder: string, found: Diagnostic[]): readonly string[] {
  const stat = statSync(join(root, folder), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) {
    const message = codes["input/unexpected-file"].messages.notFolder(folder);
    found.push(inputProblem("input/unexpected-file", folder, message, "Replace the file with a folder, or remove it."));
    return [];
  }
  const names = readdirSync(join(root, folder)).sort(compareStrings);
  const isText = (name: string): boolean => !name.includes("\ufffd");
  for (const name of names.filter((candidate) => !isText(candidate)))
    found.push(
      inputProblem(
        "input/not-text",
        folder,
        codes["input/not-text"].messages.invalidFileName(name, folder),
        "Rename or remove the file.",
      ),
    );
  return names.filter(isText);
}

/** The names of the folders in a folder, without hidden ones. Symbolic links are findings. */
export function foldersIn(root: string, folder: string, found: Diagnostic[]): readonly string[] {
  return namesIn(root, folder, found).filter((name) => {
    const path = `${folder}/${name}`;
    const stat = lstatSync(join(root, path));
    if (stat.isSymbolicLink()) {
      const message = codes["input/symlink"].messages.symbolicLink(path);
      found.push(inputProblem("input/symlink", path, message, "Replace the link with the folder itself."));
    }
    return stat.isDirectory() && !name.startsWith(".");
  });
}

/** The paths of all files below a folder. */
export function filesBelow(root: string, folder: string, found: Diagnostic[]): readonly string[] {
  return namesIn(root, folder, found).flatMap((name) => {
    const path = `${folder}/${name}`;
    return lstatSync(join(root, path)).isDirectory() ? filesBelow(root, path, found) : [path];
  });
}

/** Whether a folder is a symbolic link, which is a finding. */
export function isLink(root: string, folder: string, found: Diagnostic[]): boolean {
  if (lstatSync(join(root, folder), { throwIfNoEntry: false })?.isSymbolicLink() !== true) return false;
  const message = codes["input/symlink"].messages.symbolicLink(folder);
  found.push(inputProblem("input/symlink", folder, message, "Replace the link with the folder itself."));
  return true;
}

/** An error about a whole file or folder. */
export function inputProblem(code: InputCode, file: string, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, hint, at: wholeFile(file) };
}
