import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { git as program } from "../tools/programs.ts";
import { runTool } from "../tools/run-tool.ts";

/** What was merged last: what Argo CD follows now. */
export interface Base {
  /** Names of the files right in a folder. */
  readonly names: (folder: string) => Promise<readonly string[]>;
  /** Texts of those of these files that are there. One call for all: most are the same in the working tree. */
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
  const git = async (...args: readonly string[]): Promise<string | undefined> => {
    const done = await runTool(program, ["-C", root, ...args], { cwd: root }).catch(() => undefined);
    return done?.code === 0 ? done.stdout : undefined;
  };
  const short = branch.replace(/^refs\/heads\//, "");
  for (const ref of [`refs/remotes/origin/${short}`, branch, "HEAD"]) {
    const commit = (await git("merge-base", "HEAD", ref)) ?? (await git("rev-parse", "--verify", "--quiet", ref));
    if (commit === undefined) continue;
    const revision = commit.trim();
    return {
      name: `commit ${revision.slice(0, 10)}`,
      sure: ref !== "HEAD",
      names: async (folder) => {
        const listed = (await git("ls-tree", "--name-only", "-z", revision, "--", `${folder}/`)) ?? "";
        return listed
          .split("\0")
          .filter((path) => path !== "")
          .map((path) => path.slice(path.lastIndexOf("/") + 1));
      },
      merged: async (file) =>
        ref === "HEAD" ? [] : Promise.all([revision, ref].map((one) => git("show", `${one}:./${file}`))),
      texts: async (files) => {
        const differing = await git("diff", "--name-only", "--relative", "-z", revision, "--", ...files);
        const changed = new Set((differing ?? "").split("\0"));
        const texts = new Map(textsOnDisk(root, files));
        for (const file of files.filter((one) => changed.has(one))) {
          const text = await git("show", `${revision}:./${file}`);
          if (text === undefined) texts.delete(file);
          else texts.set(file, text);
        }
        return texts;
      },
    };
  }
  return {
    name: "the tree on disk",
    sure: true,
    names: async (folder) =>
      statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() === true
        ? readdirSync(join(root, folder))
        : [],
    texts: async (files) => textsOnDisk(root, files),
    merged: async () => [],
  };
}

function textsOnDisk(root: string, files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    files
      .filter((file) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile() === true)
      .map((file) => [file, readFileSync(join(root, file), "utf8")]),
  );
}
