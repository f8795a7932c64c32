import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { isGeneratedFile, policiesFolder, stagingFolder } from "../layout/paths.ts";
import { runGit } from "../load/git.ts";

/**
 * Generated files that git holds as something else than plain files. Their text is compared by everybody; that one is a
 * program, a link or another repository is in its mode alone, and Argo CD would follow it.
 * @param listed What `git ls-files --stage -z` prints.
 */
export function modeFindings(listed: string): readonly Diagnostic[] {
  return listed.split("\0").flatMap((line): readonly Diagnostic[] => {
    const [, mode = "", file = ""] = /^(\d{6}) [0-9a-f]+ \d\t(.*)$/s.exec(line) ?? [];
    if (file === "" || mode === "100644" || !belongsToBuilds(file)) return [];
    const what = kinds.get(mode) ?? `of mode ${mode}`;
    return [
      {
        code: "publish/unmarked",
        severity: "error",
        message: `${file} is ${what} to git, and generated files are plain files`,
        hint: mode === "100755" ? `git update-index --chmod=-x ${file}` : `git rm --cached ${file}`,
        at: wholeFile(file),
      },
    ];
  });
}

/** Whether everything there is generated, or nothing is; a link may stand in the place of the folder itself. */
function belongsToBuilds(file: string): boolean {
  return isGeneratedFile(`${file}/`) || `${file}/`.startsWith(`${stagingFolder}/`);
}

const kinds: ReadonlyMap<string, string> = new Map([
  ["100755", "executable"],
  ["120000", "a symbolic link"],
  ["160000", "another repository"],
]);

/** The same of a repository's index; nothing where there is no git. */
export async function indexFindings(root: string): Promise<readonly Diagnostic[]> {
  const args = ["ls-files", "--stage", "-z", "--", "clusters", policiesFolder];
  const listed = await runGit(root, args).catch(() => undefined);
  return listed === undefined ? [] : modeFindings(listed.stdout);
}
