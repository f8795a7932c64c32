import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { goDownloads, goSetting, listsModule } from "./go-settings.ts";
import { type Download, download } from "./http-get.ts";
import type { Machine } from "./machine.ts";
import { mostModuleBytes } from "./module-zip.ts";

/** A Go module in one version. */
export interface ModuleVersion {
  readonly module: string;
  /** With the leading v. */
  readonly version: string;
}

/** A downloaded file, or the reason why there is none. */
export type ProxyAnswer =
  | { readonly ok: true; readonly file: string }
  /** `absent`: whether at least one proxy was asked, and no proxy has such a file. */
  | { readonly ok: false; readonly absent: boolean; readonly reason: string };

/** An entry of GOPROXY, and whether the next entry follows every error (`|`) or only a missing file (`,`). */
interface ProxyEntry {
  readonly address: string;
  readonly afterAnyError: boolean;
}

const limits = { mostBytes: mostModuleBytes, idleSeconds: 60, seconds: 1800, attempts: 3 };

/**
 * The zip of a module: from Go's module cache, or downloaded from the proxies of GOPROXY in Go's order. The caller must verify
 * its sum. https://go.dev/ref/mod#module-proxy
 * @param target The file to download to.
 */
export async function moduleZip(source: ModuleVersion, target: string, machine: Machine): Promise<ProxyAnswer> {
  const path = `${escaped(source.module)}/@v/${escaped(source.version)}.zip`;
  const cached = fileURLToPath(new URL(path, folderUrl(goDownloads(machine.env))));
  if (existsSync(cached)) return { ok: true, file: cached };
  if (listsModule(["GONOPROXY", "GOPRIVATE"], source.module, machine.env))
    return {
      ok: false,
      absent: false,
      reason: "GOPRIVATE or GONOPROXY excludes it from proxies, and Tenantry reads only module proxies",
    };
  const answer = await fromProxies(`${source.module}@${source.version}`, path, target, machine);
  return answer.ok ? { ok: true, file: target } : answer;
}

/** The addresses in GOPROXY that are proxies, in their order. */
export function proxyAddresses(env: Machine["env"]): readonly string[] {
  return proxyEntries(env).flatMap(({ address }) => (isWord(address) ? [] : [address]));
}

async function fromProxies(what: string, path: string, target: string, machine: Machine): Promise<Download> {
  const reasons: string[] = [];
  const answers: boolean[] = [];
  for (const { address, afterAnyError } of proxyEntries(machine.env)) {
    const result = isWord(address) ? withoutProxy(address) : await fromProxy(what, address, path, target, machine);
    if (result.ok) return result;
    reasons.push(result.reason);
    if (address !== "direct") answers.push(result.absent);
    if (!result.absent && !afterAnyError) break;
  }
  const absent = answers.length > 0 && answers.every((answer) => answer);
  return { ok: false, absent, reason: [...new Set(reasons)].join(". ") };
}

async function fromProxy(
  what: string,
  address: string,
  path: string,
  target: string,
  machine: Machine,
): Promise<Download> {
  const url = new URL(path, address.endsWith("/") ? address : `${address}/`);
  const result = await download(what, url, target, machine, limits);
  return result.ok ? result : { ...result, reason: `${url.origin}: ${result.reason}` };
}

/** After the proxies, Go would read the repository itself. A missing module stays missing. */
function withoutProxy(word: string): Download {
  return word === "direct"
    ? { ok: false, absent: true, reason: "GOPROXY continues with direct, and Tenantry reads only module proxies" }
    : { ok: false, absent: false, reason: "GOPROXY is off" };
}

function proxyEntries(env: Machine["env"]): readonly ProxyEntry[] {
  // The default of Go itself: https://go.dev/ref/mod#environment-variables
  const list = goSetting("GOPROXY", env) || "https://proxy.golang.org,direct";
  return [...list.matchAll(/([^,|]+)([,|]?)/g)].map(([, address = "", separator]) => ({
    address: readAddress(address.trim()),
    afterAnyError: separator === "|",
  }));
}

function isWord(address: string): boolean {
  return address === "direct" || address === "off";
}

/** An address without a scheme means HTTPS. */
function readAddress(address: string): string {
  if (isWord(address)) return address;
  const full = address.includes("://") ? address : `https://${address}`;
  if (URL.canParse(full) && /^https?:/.test(full)) return full;
  throw new ToolFailure(
    `invalid proxy ${JSON.stringify(address)} in GOPROXY`,
    "Set GOPROXY to addresses with https://, separated by commas, for example https://goproxy.acme.test.",
  );
}

/** File systems that ignore case must not confuse modules, so a capital letter becomes ! and the small letter. */
export function escaped(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

function folderUrl(folder: string): URL {
  return pathToFileURL(`${folder}/`);
}
