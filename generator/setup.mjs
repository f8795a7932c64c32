// Plain JavaScript for the Node that the machine happens to have (20 or later): it brings the pinned one, and everything else.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const stamp = join(root, "node_modules", ".tenantry-installed");
const pinned = join(root, "node_modules", ".bin", "node");
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");

if (!isInstalled()) {
  process.stderr.write("installing dependencies, once\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["ci", "--no-progress", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (done.error !== undefined || done.status !== 0) {
    process.stderr.write(`${done.stdout ?? ""}${done.stderr ?? ""}`);
    process.stderr.write(
      `setup: the dependencies cannot be installed${done.error === undefined ? "" : ` (${done.error.message})`}\n`,
    );
    process.stderr.write(
      "  Is npm installed, and can it reach its registry (npm config get registry)? Then call again.\n",
    );
    process.exit(2);
  }
  if (!answers()) useThisNode();
  writeFileSync(stamp, wanted);
}

/** Either we installed exactly this lock file, or somebody ran npm ci for it: npm keeps a copy of what it installed. */
function isInstalled() {
  if (!existsSync(pinned)) return false;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
  if (!matchesLock() || !answers()) return false;
  writeFileSync(stamp, wanted);
  return true;
}

function matchesLock() {
  const copy = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(copy)) return false;
  const versions = (file) =>
    Object.entries(JSON.parse(readFileSync(file, "utf8")).packages)
      .filter(([path]) => path !== "")
      .map(([path, { version }]) => [path, version]);
  const installed = new Map(versions(copy));
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  // A package of another platform may be left out; this platform's Node may not, and nothing may be there beside the lock file.
  const mayLack = (path) =>
    locked[path].optional === true && path !== `node_modules/node-${process.platform}-${process.arch}`;
  return (
    [...installed.keys()].every((path) => Object.hasOwn(locked, path)) &&
    versions(join(root, "package-lock.json")).every(
      ([path, version]) => installed.get(path) === version || (!installed.has(path) && mayLack(path)),
    )
  );
}

/**
 * The lock file pins Node for Linux and Windows by its packages' hashes, and no script of a package is run. Where there is no
 * such package, or it does not run (musl), the Node that runs this takes its place, if it is new enough.
 */
function useThisNode() {
  if (Number(process.versions.node.split(".")[0]) < 24) {
    process.stderr.write(
      `setup: no Node is pinned that runs here (${process.platform} ${process.arch}), and this one is ${process.version}\n  Install Node 24 or later (https://nodejs.org), and call again.\n`,
    );
    process.exit(2);
  }
  rmSync(pinned, { force: true });
  symlinkSync(process.execPath, pinned);
}

function answers() {
  try {
    const said = execFileSync(pinned, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return Number(/^v(\d+)\./.exec(said)?.[1]) >= 24;
  } catch {
    return false;
  }
}
