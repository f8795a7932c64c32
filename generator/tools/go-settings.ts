import { readFileSync } from "node:fs";
import { homedir, platform } from "node:os";
import { join } from "node:path";
import type { Machine } from "./machine.ts";

type Env = Machine["env"];

/** A setting of Go: from the environment, else from the file that `go env -w` writes. Empty if neither sets it. */
export function goSetting(name: string, env: Env): string {
  const given = env[name];
  if (given !== undefined && given !== "") return given;
  const file = env["GOENV"] ?? join(configFolder(env), "go", "env");
  const line = linesOf(file).find((text) => text.startsWith(`${name}=`));
  return line?.slice(name.length + 1).trim() ?? "";
}

/**
 * Whether the first of these settings that has a value lists a pattern for the module. GOPRIVATE is the default of others, for
 * example of GONOPROXY. A pattern of n steps matches the first n steps of a path.
 */
export function listsModule(names: readonly string[], module: string, env: Env): boolean {
  const list = names.map((name) => goSetting(name, env)).find((value) => value !== "") ?? "";
  const patterns = list.split(",").filter((pattern) => pattern !== "");
  return patterns.some((pattern) => {
    const start = module.split("/").slice(0, pattern.split("/").length).join("/");
    const literal = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    const source = literal.replaceAll("*", "[^/]*").replaceAll("?", "[^/]");
    return new RegExp(`^${source}$`).test(start);
  });
}

/** Go's cache of downloaded modules. Its layout below `cache/download` is that of a module proxy. */
export function goDownloads(env: Env): string {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  const [first = ""] = goSetting("GOPATH", env).split(platform() === "win32" ? ";" : ":");
  const modules = goSetting("GOMODCACHE", env) || join(first || join(home, "go"), "pkg", "mod");
  return join(modules, "cache", "download");
}

/** The user's folder for settings, as Go's os.UserConfigDir defines it. */
function configFolder(env: Env): string {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  if (platform() === "win32") return env["APPDATA"] ?? join(home, "AppData", "Roaming");
  if (platform() === "darwin") return join(home, "Library", "Application Support");
  return env["XDG_CONFIG_HOME"] || join(home, ".config");
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}
