import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { sha256Of } from "./cache.ts";
import { download } from "./http-get.ts";
import type { Machine } from "./machine.ts";
import { fileInTarGz } from "./tar.ts";
import { isVersion, type ToolName, versionOf } from "./tool-version.ts";

/** The reviewed source of a tool: a download with its digest, or only the digest of the program on the PATH. */
export interface ToolSource {
  readonly url?: string | undefined;
  /** The SHA-256 in hexadecimal of the downloaded file, or of the program if there is no URL. */
  readonly sha256: string;
  /** The position of the digest in the platform's file, for messages: `platform/platform.yaml:80:12`. */
  readonly at: string;
}

const mostBytes = 200 * 1024 ** 2;
const limits = { mostBytes, idleSeconds: 30, seconds: 600, attempts: 3 };

/**
 * Downloads a tool into a folder: the program itself, or a .tar.gz archive that contains it.
 * @throws ToolFailure if the download fails, or has another digest, content or version.
 */
export async function downloadTool(
  folder: string,
  name: ToolName,
  version: string,
  { url, sha256, at }: ToolSource & { readonly url: string },
  machine: Machine,
): Promise<void> {
  const remedy = `Correct the url and the sha256 of ${name} (${at}).`;
  const file = join(folder, "download");
  const result = await download(`${name} ${version}`, new URL(url), file, machine, limits);
  if (!result.ok) throw new ToolFailure(`cannot download ${name} ${version} from ${url}: ${result.reason}`, remedy);
  const bytes = readFileSync(file);
  rmSync(file);
  verifyDigest(url, bytes, sha256, at);
  const program = join(folder, name);
  writeFileSync(program, contentOf(name, bytes, url, remedy), { mode: 0o755 });
  const found = await versionOf(name, program, machine);
  if (isVersion(found, version)) return;
  throw new ToolFailure(
    `invalid program ${url}: ${found === undefined ? "it prints no version" : `its version is ${found}`} instead of ${name} ${version}`,
    remedy,
  );
}

/** @throws ToolFailure with both digests if they differ. */
export function verifyDigest(what: string, bytes: Buffer, sha256: string, at: string): void {
  const found = sha256Of(bytes);
  if (found === sha256) return;
  throw new ToolFailure(
    `invalid sha256 of ${what}: ${found} instead of ${sha256} (${at})`,
    "Do not use this file, unless the checksums of its release contain this digest. In that case, correct the sha256.",
  );
}

/** A gzip file begins with these bytes (RFC 1952). */
const gzip = Buffer.from([0x1f, 0x8b]);

function contentOf(name: ToolName, bytes: Buffer, url: string, remedy: string): Buffer {
  if (!bytes.subarray(0, gzip.length).equals(gzip)) return bytes;
  try {
    return fileInTarGz(bytes, name, mostBytes);
  } catch (error) {
    throw new ToolFailure(`invalid archive ${url}: ${error instanceof Error ? error.message : String(error)}`, remedy, {
      cause: error,
    });
  }
}
