import { readFileSync, statSync } from "node:fs";
import { UsageError } from "../diagnostics/usage-error.ts";
import { printable } from "../text/printable.ts";
import { packageName } from "../text/program-folder.ts";
import { ownVersion } from "../tools/own-version.ts";
import { fileInTarGz } from "../tools/tar.ts";
import { isMap } from "../validate/merge.ts";

/** Limit of the unpacked package in bytes. */
const mostBytes = 200 * 1024 ** 2;

/**
 * The bytes of a tarball, which must be the package of the running version: another file would become a part of the
 * repository.
 * @param named How the user named the tarball, for messages.
 * @throws UsageError if the file is missing, or is not this package.
 */
export function packageTarball(path: string, named: string): Uint8Array {
  const bytes = bytesOf(path, named);
  const { name, version } = manifestIn(bytes, named);
  if (name === packageName && version === ownVersion()) return bytes;
  throw new UsageError(
    `invalid package ${printable(named)}: it contains ${printable(`${String(name)} ${String(version)}`)}, and this is ${packageName} ${ownVersion()}`,
    `Name the tarball of ${packageName} ${ownVersion()}, or run the command with the version that you want to pin.`,
  );
}

function bytesOf(path: string, named: string): Buffer {
  try {
    // A device or a pipe has no end.
    if (statSync(path).isFile()) return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const reason = code === "ENOENT" ? "it does not exist" : `it cannot be read (${String(code)})`;
    throw new UsageError(`invalid package ${printable(named)}: ${reason}`, createTarball);
  }
  throw new UsageError(`invalid package ${printable(named)}: it is not a file`, createTarball);
}

function manifestIn(bytes: Buffer, named: string): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(fileInTarGz(bytes, "package/package.json", mostBytes).toString("utf8"));
    return isMap(manifest) ? manifest : {};
  } catch (error) {
    const reason =
      error instanceof SyntaxError ? "its package.json is not JSON" : error instanceof Error ? error.message : "";
    throw new UsageError(`invalid package ${printable(named)}: ${reason}`, createTarball);
  }
}

const createTarball = `Name the tarball that npm pack created for ${packageName}.`;
