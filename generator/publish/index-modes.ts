import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { isGeneratedFile, sharedFolders, stagingFolder } from "../layout/paths.ts";
import { runGit } from "../load/git.ts";

/**
 * The findings about generated files that are not plain files in git. A comparison of texts does not show that a file is
 * executable, a link or another repository. Only its mode does, and Argo CD would follow it.
 * @param listed The output of `git ls-files --stage -z`.
 */
export function modeFindings(listed: string): readonly Diagnostic[] {
  return listed.split("\0").flatMap((line): readonly Diagnostic[] => {
    const [, mode = "", file = ""] = /^(\d{6}) [0-9a-f]+ \d\t(.*)$/s.exec(line) ?? [];
    if (file === "" || mode === "100644" || !belongsToBuilds(file)) return [];
    const kind = kinds.get(mode) ?? `a file of mode ${mode}`;
    return [
      {
        code: "publish/unmarked",
        severity: "error",
        message: codes["publish/unmarked"].messages.notPlain(file, kind),
        hint: mode === "100755" ? `git update-index --chmod=-x ${file}` : `git rm --cached ${file}`,
        at: wholeFile(file),
      },
    ];
  });
}

/** Whether a path belongs to the generated trees. A link can replace the folder of such a tree itself. */
function belongsToBuilds(file: string): boolean {
  return isGeneratedFile(`${file}/`) || `${file}/`.startsWith(`${stagingFolder}/`);
}

const kinds: ReadonlyMap<string, string> = new Map([
  ["100755", "executable"],
  ["120000", "a symbolic link"],
  ["160000", "another repository"],
]);

/** The same findings for a repository's index. Empty without git. */
export async function indexFindings(root: string): Promise<readonly Diagnostic[]> {
  const args = ["ls-files", "--stage", "-z", "--", "clusters", ...sharedFolders];
  const listed = await runGit(root, args).catch(() => undefined);
  return listed === undefined ? [] : modeFindings(listed.stdout);
}
