import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { branchName } from "../text/branch-name.ts";
import { commitsOf, type GitObject, mergeBase, objectsIn } from "./git.ts";

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

/** @param tip The branch's newest commit. Undefined if this clone does not have the branch. */
function inCommits(root: string, commit: string, tip: string | undefined): MergedBase {
  const object = batched((names) => objectsIn(root, names));
  const text = async (name: string): Promise<string | undefined> => {
    const found = await object(name);
    return typeof found === "string" ? found : undefined;
  };
  return {
    name: `commit ${commit.slice(0, 10)}`,
    isMerged: tip !== undefined,
    read: (path) => object(`${commit}:./${path}`),
    merged: async (file) =>
      tip === undefined ? [] : Promise.all([commit, tip].map((value) => text(`${value}:./${file}`))),
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
