import { execFileSync } from "node:child_process";

/** Runs git in a folder, as somebody with a name and without a configuration of their own. */
export function git(root: string, ...args: readonly string[]): string {
  const settings = [
    "user.name=Tester",
    "user.email=tester@acme.test",
    "commit.gpgsign=false",
    "init.defaultBranch=main",
  ];
  return execFileSync("git", ["-C", root, ...settings.flatMap((one) => ["-c", one]), ...args], {
    encoding: "utf8",
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Makes a folder a repository with one commit of all that is in it, on main. */
export function initialised(root: string): string {
  git(root, "init", "--quiet");
  commitAll(root, "first");
  return root;
}

export function commitAll(root: string, message: string): void {
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--allow-empty", "--message", message);
}
