import { execFileSync } from "node:child_process";
import { join } from "node:path";

const settings = [
  "user.name=Tester",
  "user.email=tester@acme.test",
  "commit.gpgsign=false",
  "init.defaultBranch=main",
  // Skip work that has no effect within a test.
  "maintenance.auto=false",
  "core.fsync=none",
].flatMap((value) => ["-c", value]);

const options = {
  encoding: "utf8",
  env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
  stdio: "pipe",
} as const;

/** Runs git in a folder, with a user name and without the user's git configuration. */
export function git(root: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-C", root, ...settings, ...args], options);
}

/** Runs several git commands in one shell, because a shell starts a program faster than this process. */
function gits(root: string, ...calls: readonly (readonly string[])[]): void {
  const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  const lines = calls.map((args) => ["git", ...settings, ...args].map(quoted).join(" "));
  execFileSync("/bin/sh", ["-c", lines.join(" && ")], { ...options, cwd: root });
}

const commit = (message: string): readonly (readonly string[])[] => [
  ["add", "--all"],
  ["commit", "--quiet", "--allow-empty", "--message", message],
];

/** Turns a folder into a repository with one commit of all its files, on main. */
export function initialised(root: string): string {
  gits(root, ["init", "--quiet", "--template="], ...commit("first"));
  return root;
}

export function commitAll(root: string, message: string): void {
  gits(root, ...commit(message));
}

/** Packs all objects into one file, so that the repository is copied faster. */
export function pack(root: string): void {
  git(root, "repack", "--quiet", "-a", "-d");
}

/** The full hash of the commit that is checked out. */
export function commitAtHead(root: string): string {
  return git(root, "rev-parse", "HEAD").trim();
}

/** Adds a bare repository as origin, with the commits of main. It is inside the repository, so that a copy has its own origin. */
export function withOrigin(root: string): string {
  git(root, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", originOf(root));
  git(root, "remote", "add", "origin", "./.git/origin.git");
  git(root, "push", "--quiet", "origin", "main");
  return root;
}

/** The bare origin repository of a repository. */
export function originOf(root: string): string {
  return join(root, ".git/origin.git");
}
