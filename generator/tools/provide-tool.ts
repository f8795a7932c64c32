import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { delimiter, join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { cacheFolder, digestOf, provideFolder, verifyFolder } from "./cache.ts";
import type { Machine } from "./machine.ts";
import { goProgram } from "./programs.ts";
import { runTool } from "./run-tool.ts";

export type ToolName = "kustomize" | "kubeconform";

/** A program in exactly the version that go.mod in this folder pins. */
export interface Tool {
  readonly name: ToolName;
  readonly path: string;
  readonly version: string;
}

const modules: Readonly<Record<ToolName, string>> = {
  kustomize: "sigs.k8s.io/kustomize/kustomize/v5",
  kubeconform: "github.com/yannh/kubeconform",
};

/**
 * The pinned tool from the user's cache, from the PATH if its build information shows exactly the pinned version, or built now.
 * @throws ToolFailure if the tool is not installed and cannot be built.
 */
export async function provideTool(name: ToolName, machine: Machine): Promise<Tool> {
  const versions = pinnedVersions(moduleFile("go.mod"));
  const version = versions[name];
  const key = digestOf("with digests", moduleFile("go.mod"), moduleFile("go.sum"), platform(), arch());
  const folder = join(cacheFolder(machine), "tools", key);
  if (!existsSync(folder)) {
    const found = await toolOnPath(name, version, machine);
    if (found !== undefined) return { name, path: found, version };
    machine.log(
      `building kustomize ${versions.kustomize} and kubeconform ${versions.kubeconform} (runs once, and takes about a minute)`,
    );
    await provideFolder(folder, (draft) => build(draft, name, version, machine));
  }
  verifyFolder(folder, executable(name));
  return { name, path: join(folder, executable(name)), version };
}

/** The versions in a go.mod, by tool. */
export function pinnedVersions(goMod: string): Readonly<Record<ToolName, string>> {
  const version = (name: ToolName): string => {
    const line = goMod.split("\n").find((part) => part.trim().split(/\s+/)[0] === modules[name] && /\sv\d/.test(part));
    if (line === undefined) throw new Error(`missing ${modules[name]} in go.mod`);
    return line.trim().split(/\s+/)[1] ?? "";
  };
  return { kustomize: version("kustomize"), kubeconform: version("kubeconform") };
}

/** Whether the output of `go version -m` shows this tool in this version, built from its own module or as a dependency. */
export function isPinned(buildInfo: string, name: ToolName, version: string): boolean {
  return buildInfo.split("\n").some((line) => {
    const [kind, path, found] = line.trim().split(/\s+/);
    return (kind === "mod" || kind === "dep") && path === modules[name] && found === version;
  });
}

async function toolOnPath(name: ToolName, version: string, machine: Machine): Promise<string | undefined> {
  for (const folder of (machine.env["PATH"] ?? "").split(delimiter).filter((part) => part !== "")) {
    const path = join(folder, executable(name));
    if (!isExecutable(path)) continue;
    const info = await runTool(goProgram, ["version", "-m", path], { env: machine.env }).catch(() => undefined);
    if (info?.code === 0 && isPinned(info.stdout, name, version)) return path;
  }
  return undefined;
}

async function build(folder: string, name: ToolName, version: string, machine: Machine): Promise<void> {
  const remedy = `Install Go 1.26 or later (https://go.dev/dl), or put ${name} ${version} on the PATH.`;
  const args = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-o", `${folder}/`, "tool"];
  const built = await runTool(goProgram, args, { cwd: import.meta.dirname, env: machine.env }).catch(
    (error: unknown) => {
      throw new ToolFailure(`missing ${name} ${version}, and missing go command to build it`, remedy, {
        cause: error,
      });
    },
  );
  if (built.code !== 0) throw new ToolFailure(`cannot build ${name} ${version}:\n${built.stderr.trim()}`, remedy);
}

function executable(name: ToolName): string {
  return platform() === "win32" ? `${name}.exe` : name;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function moduleFile(name: string): string {
  return readFileSync(join(import.meta.dirname, name), "utf8");
}
