// Plain JavaScript for the Node that the machine happens to have (20 or later): it brings the pinned one, and everything else.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const stamp = join(root, "node_modules", ".tenantry-installed");
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
  if (!answers()) {
    process.stderr.write(
      "setup: the pinned Node does not run\n  npm 11 asks before it runs install scripts: npm approve-scripts node, then npm ci.\n",
    );
    process.exit(2);
  }
  writeFileSync(stamp, wanted);
}

/** Either we installed exactly this lock file, or somebody ran npm ci for it: npm keeps a copy of what it installed. */
function isInstalled() {
  if (!existsSync(join(root, "node_modules", ".bin", "node"))) return false;
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
  const optional = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return versions(join(root, "package-lock.json")).every(
    ([path, version]) => installed.get(path) === version || (!installed.has(path) && optional[path].optional === true),
  );
}

function answers() {
  try {
    return execFileSync(join(root, "node_modules", ".bin", "node"), ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).startsWith("v24.");
  } catch {
    return false;
  }
}
