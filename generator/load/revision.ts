import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { branchName } from "../text/branch-name.ts";
import { commitsOf, gitIn, gitOrFail, mergeBase, objectsIn, placeInGit } from "./git.ts";

/** One folder of one commit of the repository. Paths are relative to that folder. */
export interface Revision {
  readonly commit: string;
  /** Its name in messages: `main at 1a2b3c4d5e`. */
  readonly name: string;
  /** Whether the branch has commits that the working tree's history lacks. Undefined if the user named the commit. */
  readonly isBehind: boolean | undefined;
  /** All files below some folders, each with a slash at its end. Without arguments, all files. */
  readonly files: (...folders: readonly string[]) => Promise<ReadonlyMap<string, GitBlob>>;
  readonly texts: (blobs: ReadonlyMap<string, GitBlob>) => Promise<ReadonlyMap<string, string>>;
  /** The files that differ between this commit and the disk, or exist in only one of them. */
  readonly differing: (...folders: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The files outside the folder that differ, as paths from the root of the clone. */
  readonly differingOutside: () => Promise<readonly string[]>;
}

/** A file of a commit: the id of its content in git, and whether it is a plain file. */
export interface GitBlob {
  readonly id: string;
  readonly kind: "file" | "link" | "other";
}

/**
 * The base of a change: the revision that the user named, or the merge base of the working tree and a branch.
 * @param branch Fully qualified: refs/heads/main.
 * @throws UsageError if this clone does not have the commit. The hint explains how to fetch it.
 */
export async function openRevision(root: string, branch: string, revision: string | undefined): Promise<Revision> {
  const short = branchName(branch);
  const found = revision === undefined ? await mergeBaseOf(root, short) : await resolveRevision(root, revision);
  const { commit } = found;
  const git = gitOrFail(root);
  const all = loadOnce(async () => filesOf(await git("ls-tree", "-r", "-z", commit)));
  const changed = loadOnce(async () => {
    const lists = await Promise.all([
      git("diff", "--name-only", "--relative", "--no-renames", "-z", commit),
      git("ls-files", "--others", "--exclude-standard", "-z"),
    ]);
    return new Set(lists.flatMap(namesOf));
  });
  return {
    commit,
    name: `${found.name} at ${commit.slice(0, 10)}`,
    isBehind: found.tip === undefined ? undefined : found.tip !== commit,
    files: async (...folders) => new Map([...(await all())].filter(([file]) => isBelow(file, folders))),
    texts: (blobs) => textsOf(root, blobs),
    differing: async (...folders) => new Set([...(await changed())].filter((file) => isBelow(file, folders))),
    differingOutside: async () => {
      const { folder } = (await placeInGit(root)) ?? { folder: "" };
      if (folder === "") return [];
      const lists = await Promise.all([
        git("diff", "--name-only", "--no-relative", "--no-renames", "-z", commit),
        git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"),
      ]);
      return [...new Set(lists.flatMap(namesOf))].filter((file) => !file.startsWith(`${folder}/`)).sort();
    },
  };
}

/** The names in the output of git with the option -z. */
function namesOf(listed: string): readonly string[] {
  return listed.split("\0").filter((file) => file !== "");
}

/** Loads a value the first time only: a commit never changes, and a run uses one state of the disk. */
function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= load();
    return result;
  };
}

function isBelow(file: string, folders: readonly string[]): boolean {
  return folders.length === 0 || folders.some((folder) => file === folder || file.startsWith(folder));
}

interface Found {
  readonly commit: string;
  readonly name: string;
  /** The newest commit of the branch. */
  readonly tip?: string;
}

/** The commit that is checked out. */
export async function headOf(root: string): Promise<string | undefined> {
  const [head] = await commitsOf(root, ["HEAD"]).catch(() => []);
  return head;
}

/**
 * The files that a push changes, as paths from the folder, if the push adds a linear series of commits. Undefined if this clone lacks a commit, or if
 * the push contains a merge or commits of the main branch: then the difference between its first and its last commit is
 * not what the push changes.
 * @param branch The main branch, fully qualified.
 */
export async function filesPushed(
  root: string,
  before: string,
  after: string,
  branch: string,
): Promise<readonly string[] | undefined> {
  const git = gitIn(root);
  const main = (await mergeBase(root, branchName(branch)))?.tip;
  if (main === undefined) return undefined;
  const isLine = (await git("merge-base", "--is-ancestor", before, after)) !== undefined;
  const merges = await git("rev-list", "--merges", "--end-of-options", `${before}..${after}`);
  const [old, fresh] = [await git("merge-base", before, main), await git("merge-base", after, main)];
  if (!isLine || merges !== "" || old === undefined || old !== fresh) return undefined;
  const listed = await git(
    "diff",
    "--name-only",
    "--no-relative",
    "--no-renames",
    "-z",
    "--end-of-options",
    before,
    after,
    "--",
  );
  const place = await placeInGit(root);
  if (listed === undefined || place === undefined) return undefined;
  return namesOf(listed).map((file) => (place.folder === "" ? file : posix.relative(place.folder, file)));
}

/** The parents of a commit, the first one first. */
export async function parentsOf(root: string, commit: string): Promise<readonly string[]> {
  const line = await gitIn(root)("rev-list", "--parents", "--max-count=1", "--end-of-options", commit);
  return (line ?? "").trim().split(" ").slice(1);
}

/** The abbreviated id of the last commit that changed a file. Undefined if this history has none. */
export async function lastCommitOf(root: string, file: string): Promise<string | undefined> {
  const line = await gitIn(root)("log", "--max-count=1", "--format=%h", "--", file);
  return line === undefined || line.trim() === "" ? undefined : line.trim();
}

async function resolveRevision(root: string, revision: string): Promise<Found> {
  const [commit] = await commitsOf(root, [revision]);
  if (commit !== undefined) return { commit, name: revision };
  throw new UsageError(`unknown revision ${revision}: it is not in this clone`, await fetchHint(root, revision));
}

async function mergeBaseOf(root: string, branch: string): Promise<Found> {
  const found = await mergeBase(root, branch);
  if (found === undefined)
    throw new UsageError(`unknown branch ${branch}: it is not in this clone`, await fetchHint(root, branch));
  if (found.commit !== undefined) return { commit: found.commit, name: branch, tip: found.tip };
  throw new UsageError(
    `no common commit: the current history and ${branch} share no commit`,
    await fetchHint(root, branch),
  );
}

async function fetchHint(root: string, revision: string): Promise<string> {
  const shallow = (await gitIn(root)("rev-parse", "--is-shallow-repository"))?.trim() === "true";
  const name = revision.replace(/^origin\//, "");
  return shallow
    ? "The clone is shallow. Run git fetch --unshallow origin (in a workflow, set fetch-depth: 0)."
    : `Run git fetch origin ${name}, or name another revision: npx --no-install tenantry diff HEAD~1.`;
}

const kinds: Readonly<Record<string, GitBlob["kind"]>> = { "100644": "file", "100755": "file", "120000": "link" };

function filesOf(listed: string): ReadonlyMap<string, GitBlob> {
  return new Map(
    listed.split("\0").flatMap((line): readonly (readonly [string, GitBlob])[] => {
      const [, mode = "", id = "", file = ""] = /^(\d+) \w+ (\w+)\t(.*)$/s.exec(line) ?? [];
      return file === "" ? [] : [[file, { id, kind: kinds[mode] ?? "other" }]];
    }),
  );
}

async function textsOf(root: string, blobs: ReadonlyMap<string, GitBlob>): Promise<ReadonlyMap<string, string>> {
  const texts = await objectsIn(
    root,
    [...blobs.values()].map(({ id }) => id),
  );
  return new Map(
    [...blobs.keys()].flatMap((file, index) => {
      const text = texts[index];
      return typeof text === "string" ? [[file, text] as const] : [];
    }),
  );
}

/** Writes files of a commit into a folder, as a checkout would. */
export async function checkOut(revision: Revision, folder: string, blobs: ReadonlyMap<string, GitBlob>): Promise<void> {
  for (const [file, text] of await revision.texts(blobs)) {
    const path = join(folder, file);
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    if (blobs.get(file)?.kind === "link") symlinkSync(text, path);
    else writeFileSync(path, text);
  }
}
