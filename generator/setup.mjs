// Plain JavaScript for the Node.js of the machine (20 or later). It installs the pinned Node.js and all other dependencies.
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
  const done = spawnSync(npm, ["ci", "--ignore-scripts", "--no-progress", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (done.error !== undefined || done.status !== 0) {
    process.stderr.write(`${done.stdout ?? ""}${done.stderr ?? ""}`);
    process.stderr.write(
      `setup: cannot install the dependencies${done.error === undefined ? "" : ` (${done.error.message})`}\n`,
    );
    process.stderr.write(
      "  Check that npm is installed and reaches its registry (npm config get registry), and run the command again.\n",
    );
    process.exit(2);
  }
  if (!answers()) useThisNode();
  writeFileSync(stamp, wanted);
}

/** Whether setup or a user's npm ci installed exactly this lock file. npm keeps a copy of the one that it installed. */
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
  // Packages of other platforms can be missing, but not this platform's Node.js. Packages outside the lock file are not allowed.
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
 * The lock file pins Node.js for Linux and Windows by the hashes of its packages, and no package script is run. If there is
 * no package for this system, or it does not run (musl), the current Node.js replaces it, if it is new enough.
 */
function useThisNode() {
  if (Number(process.versions.node.split(".")[0]) < 24) {
    process.stderr.write(
      `setup: no pinned Node.js runs on this system (${process.platform} ${process.arch}), and the current one is ${process.version}\n  Install Node.js 24 or later (https://nodejs.org), and run the command again.\n`,
    );
    process.exit(2);
  }
  rmSync(pinned, { force: true });
  symlinkSync(process.execPath, pinned);
}

function answers() {
  try {
    const output = execFileSync(pinned, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return Number(/^v(\d+)\./.exec(output)?.[1]) >= 24;
  } catch {
    return false;
  }
}
