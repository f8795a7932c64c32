import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { branchName } from "../text/branch-name.ts";
import { commitsOf, type GitObject, gitOrFail, mergeBase, objectsIn, placeInGit } from "./git.ts";
import { platformFile } from "./input-files.ts";

/** The last merged state, which Argo CD follows now. */
export interface MergedBase {
  /** The content of a path: a file's text, the names in a folder, or undefined. */
  readonly read: (path: string) => Promise<GitObject | undefined>;
  /** A file's text in each merged commit: this one and the branch's newest. Empty if git does not have them. */
  readonly merged: (file: string) => Promise<readonly (string | undefined)[]>;
  /** Its name in messages: a commit, or the working tree. */
  readonly name: string;
  /** Whether it is the merged state. False if the clone does not have the branch. */
  readonly isMerged: boolean;
}

/**
 * The newest commit that a branch and this working tree share. Without git it is the working tree itself, and the last
 * build counts as merged.
 * @param branch Fully qualified: refs/heads/main.
 */
export async function openBase(root: string, branch: string): Promise<MergedBase> {
  const found = await mergeBase(root, branchName(branch)).catch(() => "no git" as const);
  if (found === "no git") return onDisk(root);
  if (found !== undefined) return inCommits(root, found.commit ?? found.tip, found.tip);
  const [head] = await commitsOf(root, ["HEAD"]);
  return head === undefined ? onDisk(root) : inCommits(root, head, undefined);
}

/**
 * The folder of the platform in a commit, as the beginning of git's names for its files. If the platform moved to another
 * folder of the repository since then, it is the former folder: a check must not take a moved platform for a new one.
 */
async function folderIn(root: string, commit: string): Promise<string> {
  const here = "./";
  const [platform] = await objectsIn(root, [`${commit}:${here}${platformFile}`]);
  const place = platform === undefined ? await placeInGit(root) : undefined;
  if (place === undefined) return here;
  const listed = await gitOrFail(place.top)("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit);
  const gone = listed
    .split("\0")
    .filter((file) => file === platformFile || file.endsWith(`/${platformFile}`))
    .filter((file) => !existsSync(join(place.top, file)));
  const texts = await objectsIn(
    root,
    gone.map((file) => `${commit}:${file}`),
  );
  const [former, ...others] = gone.filter((_, index) => String(texts[index]).includes("tenantry.dev/"));
  return former === undefined || others.length > 0 ? here : former.slice(0, -platformFile.length);
}

/** @param tip The branch's newest commit. Undefined if this clone does not have the branch. */
async function inCommits(root: string, commit: string, tip: string | undefined): Promise<MergedBase> {
  const folder = await folderIn(root, commit);
  const object = batched((names) => objectsIn(root, names));
  const text = async (name: string): Promise<string | undefined> => {
    const found = await object(name);
    return typeof found === "string" ? found : undefined;
  };
  return {
    name: `commit ${commit.slice(0, 10)}`,
    isMerged: tip !== undefined,
    read: (path) => object(`${commit}:${folder}${path}`),
    merged: async (file) =>
      tip === undefined ? [] : Promise.all([commit, tip].map((value) => text(`${value}:${folder}${file}`))),
  };
}

/** Loads each name once, and loads all names that are requested at the same time with one call. */
function batched<T>(
  load: (names: readonly string[]) => Promise<readonly T[]>,
): (name: string) => Promise<T | undefined> {
  const known = new Map<string, Promise<T | undefined>>();
  let waiting: { readonly names: string[]; readonly answers: Promise<readonly T[]> } | undefined;
  const gather = (): NonNullable<typeof waiting> => {
    const names: string[] = [];
    const answers = setImmediate().then(() => {
      waiting = undefined;
      return load(names);
    });
    return { names, answers };
  };
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    waiting ??= gather();
    const index = waiting.names.push(name) - 1;
    const answer = waiting.answers.then((answers) => answers[index]);
    known.set(name, answer);
    return answer;
  };
}

function onDisk(root: string): MergedBase {
  return {
    name: "the tree on disk",
    isMerged: true,
    read: async (path) => {
      const stat = statSync(join(root, path), { throwIfNoEntry: false });
      if (stat?.isDirectory() === true) return readdirSync(join(root, path));
      return stat?.isFile() === true ? readFileSync(join(root, path), "utf8") : undefined;
    },
    merged: async () => [],
  };
}
