import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { branchName } from "../text/branch-name.ts";
import { commitsOf, gitIn, mergeBase, objectTexts } from "./git.ts";

/** What was merged last: what Argo CD follows now. */
export interface Base {
  /** Names of the files right in each of these folders, by folder. One call for all. */
  readonly names: (...folders: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;
  /** Texts of those of these files that are there. One call for all. */
  readonly texts: (files: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** What a file says in every commit that counts as merged, this one and the branch's newest; none where git cannot tell. */
  readonly merged: (file: string) => Promise<readonly (string | undefined)[]>;
  /** How to call it: a commit, or the working tree. */
  readonly name: string;
  /** Whether it is what is merged: not where git is there, and the branch is not. */
  readonly sure: boolean;
}

/**
 * The newest commit that a branch and this working tree share, or the working tree itself where there is no git: then
 * what was built last stands for what was merged.
 * @param branch Fully qualified: refs/heads/main.
 */
export async function openBase(root: string, branch: string): Promise<Base> {
  const found = await mergeBase(root, branchName(branch)).catch(() => "no git" as const);
  if (found === "no git") return onDisk(root);
  if (found !== undefined) return inCommits(root, found.commit ?? found.tip, found.tip);
  const [head] = await commitsOf(root, ["HEAD"]);
  return head === undefined ? onDisk(root) : inCommits(root, head, undefined);
}

/** @param tip The branch's newest commit; nothing where this clone does not have the branch. */
function inCommits(root: string, commit: string, tip: string | undefined): Base {
  return {
    name: `commit ${commit.slice(0, 10)}`,
    sure: tip !== undefined,
    names: async (...folders) => {
      const listed =
        (await gitIn(root)("ls-tree", "--name-only", "-z", commit, "--", ...folders.map((one) => `${one}/`))) ?? "";
      const paths = listed.split("\0").filter((path) => path !== "");
      const byFolder = Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf("/")));
      return new Map(
        folders.map((folder) => [
          folder,
          (byFolder.get(folder) ?? []).map((path) => path.slice(path.lastIndexOf("/") + 1)),
        ]),
      );
    },
    merged: async (file) =>
      tip === undefined
        ? []
        : objectTexts(
            root,
            [commit, tip].map((one) => `${one}:./${file}`),
          ),
    texts: async (files) => {
      const texts = await objectTexts(
        root,
        files.map((file) => `${commit}:./${file}`),
      );
      return new Map(
        files.flatMap((file, index) => {
          const text = texts[index];
          return text === undefined ? [] : [[file, text] as const];
        }),
      );
    },
  };
}

function onDisk(root: string): Base {
  return {
    name: "the tree on disk",
    sure: true,
    names: async (...folders) =>
      new Map(
        folders.map((folder) => [
          folder,
          statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() === true
            ? readdirSync(join(root, folder))
            : [],
        ]),
      ),
    texts: async (files) =>
      new Map(
        files
          .filter((file) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile() === true)
          .map((file) => [file, readFileSync(join(root, file), "utf8")]),
      ),
    merged: async () => [],
  };
}
