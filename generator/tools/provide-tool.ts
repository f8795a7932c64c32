import { existsSync, readFileSync, statSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { cacheFolder, digestOf, provideFolder, sha256Of, verifyFolder } from "./cache.ts";
import { readCached, writeCached } from "./cached-results.ts";
import { downloadTool, type ToolSource, verifyDigest } from "./download-tool.ts";
import type { Machine } from "./machine.ts";
import { executable, programsOnPath } from "./on-path.ts";
import { goProgram } from "./programs.ts";
import { runTool } from "./run-tool.ts";
import { isVersion, type ToolName, versionOf } from "./tool-version.ts";

/** A program in exactly the version that go.mod in this folder pins. */
export interface Tool {
  readonly name: ToolName;
  readonly path: string;
  readonly version: string;
  /** The SHA-256 of the program. Another program can print the same version, so results of one are not those of another. */
  readonly digest: string;
}

const modules: Readonly<Record<ToolName, string>> = {
  kustomize: "sigs.k8s.io/kustomize/kustomize/v5",
  kubeconform: "github.com/yannh/kubeconform",
};

/**
 * The pinned tool: the configured download, otherwise a program of the pinned version on the PATH, otherwise built with Go.
 * Downloads and builds are kept in the user's cache.
 * @param source The tool's entry in the platform's file. Undefined if it has none for this system.
 * @throws ToolFailure if the tool is not available, or is not the configured one. A configured digest alone allows no build.
 */
export async function provideTool(name: ToolName, machine: Machine, source?: ToolSource): Promise<Tool> {
  const versions = pinnedVersions(moduleFile("go.mod"));
  const version = versions[name];
  if (source?.url !== undefined) {
    const folder = await downloadedTool(name, version, { ...source, url: source.url }, machine);
    return { name, version, ...verifiedProgram(folder, name, machine) };
  }
  const { used, others } = await toolOnPath(name, version, source, machine);
  if (used !== undefined) return { name, version, ...used };
  if (source !== undefined)
    throw new ToolFailure(
      `missing ${name} ${version} on the PATH: its entry in spec.tools has no url (${source.at})`,
      `Put the ${name} with this sha256 on the PATH, or add its url. To build ${name} with Go instead, remove the entry.`,
    );
  const key = digestOf("with digests", moduleFile("go.mod"), moduleFile("go.sum"), platform(), arch());
  const folder = join(cacheFolder(machine), "tools", key);
  if (!existsSync(folder)) {
    for (const line of others) machine.log(line);
    machine.log(
      `building kustomize ${versions.kustomize} and kubeconform ${versions.kubeconform} (runs once, and takes about a minute)`,
    );
    await provideFolder(folder, (draft) => build(draft, name, version, machine));
  }
  return { name, version, ...verifiedProgram(folder, executable(name), machine) };
}

type IdentifiedProgram = Pick<Tool, "path" | "digest">;

/** A program in a folder of the cache. */
function verifiedProgram(folder: string, file: string, machine: Machine): IdentifiedProgram {
  const digestOfFile = (path: string) => (existsSync(path) ? digestOfProgram(path, machine) : undefined);
  const digest = verifyFolder(folder, file, digestOfFile).get(file);
  if (digest === undefined) throw new Error(`missing digest of ${file} in ${folder}`);
  return { path: join(folder, file), digest };
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

async function downloadedTool(
  name: ToolName,
  version: string,
  source: ToolSource & { readonly url: string },
  machine: Machine,
): Promise<string> {
  const folder = join(cacheFolder(machine), "tools", digestOf("downloaded", name, version, source.sha256));
  await provideFolder(folder, (draft) => downloadTool(draft, name, version, source, machine));
  return folder;
}

/**
 * The first program on the PATH of the pinned version, and a line about each program before it. With a configured digest, no
 * program without this digest runs.
 */
async function toolOnPath(
  name: ToolName,
  version: string,
  source: ToolSource | undefined,
  machine: Machine,
): Promise<{ readonly used: IdentifiedProgram | undefined; readonly others: readonly string[] }> {
  const others: string[] = [];
  for (const path of programsOnPath(name, machine)) {
    if (source !== undefined) verifyDigest(path, readFileSync(path), source.sha256, source.at);
    const found = await versionOf(name, path, machine);
    if (isVersion(found, version)) return { used: { path, digest: digestOfProgram(path, machine) }, others };
    others.push(`${path} is not used: ${found === undefined ? "it prints no version" : `its version is ${found}`}`);
  }
  return { used: undefined, others };
}

/** The SHA-256 of a program, which is computed once for each state of the file: every change sets the times of the file. */
function digestOfProgram(path: string, machine: Machine): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  const state = digestOf(path, ...[dev, ino, size, mtimeNs, ctimeNs].map(String));
  const file = join(cacheFolder(machine), "programs", state);
  const known = readCached(file);
  if (known !== undefined) return known;
  const digest = sha256Of(readFileSync(path));
  writeCached(file, digest, () => undefined);
  return digest;
}

async function build(folder: string, name: ToolName, version: string, machine: Machine): Promise<void> {
  const go = /^go (\d+\.\d+)/m.exec(moduleFile("go.mod"))?.[1] ?? "";
  const remedy = `Install Go ${go} or later (https://go.dev/dl), put ${name} ${version} on the PATH, or set a download for ${name} in spec.tools of platform/platform.yaml.`;
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

function moduleFile(name: string): string {
  return readFileSync(join(import.meta.dirname, name), "utf8");
}
