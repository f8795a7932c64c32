import { execFileSync } from "node:child_process";
import { join } from "node:path";

const settings = [
  "user.name=Tester",
  "user.email=tester@acme.test",
  "commit.gpgsign=false",
  "init.defaultBranch=main",
  // No test waits for what is only of use later.
  "maintenance.auto=false",
  "core.fsync=none",
].flatMap((value) => ["-c", value]);

const options = {
  encoding: "utf8",
  env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
  stdio: "pipe",
} as const;

/** Runs git in a folder, as somebody with a name and without a configuration of their own. */
export function git(root: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-C", root, ...settings, ...args], options);
}

/** The same, one call after the other: starting a program takes this process longer than a shell. */
function gits(root: string, ...calls: readonly (readonly string[])[]): void {
  const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  const lines = calls.map((args) => ["git", ...settings, ...args].map(quoted).join(" "));
  execFileSync("/bin/sh", ["-c", lines.join(" && ")], { ...options, cwd: root });
}

const commit = (message: string): readonly (readonly string[])[] => [
  ["add", "--all"],
  ["commit", "--quiet", "--allow-empty", "--message", message],
];

/** Makes a folder a repository with one commit of all that is in it, on main. */
export function initialised(root: string): string {
  gits(root, ["init", "--quiet", "--template="], ...commit("first"));
  return root;
}

export function commitAll(root: string, message: string): void {
  gits(root, ...commit(message));
}

/** Puts all objects into one file, for who copies the repository. */
export function pack(root: string): void {
  git(root, "repack", "--quiet", "-a", "-d");
}

/** The commit that is checked out, in full. */
export function commitAtHead(root: string): string {
  return git(root, "rev-parse", "HEAD").trim();
}

/** Gives a repository a bare one as its origin, with all that is on main; it lies inside, so that a copy has its own. */
export function withOrigin(root: string): string {
  git(root, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", originOf(root));
  git(root, "remote", "add", "origin", "./.git/origin.git");
  git(root, "push", "--quiet", "origin", "main");
  return root;
}

/** The bare repository of one with an origin. */
export function originOf(root: string): string {
  return join(root, ".git/origin.git");
}
