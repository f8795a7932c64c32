import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { printable } from "../text/printable.ts";
import { packageName } from "../text/program-folder.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import { packageTarball } from "./package-tarball.ts";

/** The package that a repository pins. */
export interface PinnedPackage {
  /** The version in package.json: a URL, a version, or a file of the repository. */
  readonly spec: string;
  /** The package itself, if the repository contains it. */
  readonly tarball?: { readonly file: string; readonly bytes: Uint8Array };
}

/** The folder of the package, or of the checkout, that contains the running program. */
const own = join(import.meta.dirname, "../..");

/**
 * The package to pin: the one that the user names, or the one that contains the running program, as its own installation
 * names it. A tarball on this machine becomes a file of the repository, so that every clone installs the same bytes.
 * @param given The user's choice: a tarball, a URL, or a version. Undefined if the user made none.
 * @param cwd The folder that a relative path starts from.
 * @throws UsageError if there is neither.
 */
export function packageToPin(given: string | undefined, cwd: string): PinnedPackage {
  const named = namedPackage(given, cwd);
  if (named !== undefined) return pinned(named.spec, named.from);
  throw new UsageError(
    "missing --package: the version of Tenantry that the repository pins",
    "Name a tarball or a URL, for example --package ./tenantry-0.2.0.tgz. npm pack creates a tarball in a checkout of Tenantry.",
  );
}

/** The path of the package to pin, if it is a file of this machine or of the repository. */
export function packagePath(given: string | undefined, cwd: string): string | undefined {
  const named = namedPackage(given, cwd);
  const path = named === undefined ? undefined : pathOf(named.spec, named.from);
  return path !== undefined && existsSync(path) ? path : undefined;
}

/** The package that the user names, or the one that contains the running program, and the folder of its relative path. */
function namedPackage(
  given: string | undefined,
  cwd: string,
): { readonly spec: string; readonly from: string } | undefined {
  if (given !== undefined) return { spec: given, from: cwd };
  if (basename(dirname(own)) !== "node_modules") return undefined;
  const from = dirname(dirname(own));
  const spec = installedSpec(join(from, "package.json"));
  return spec === undefined ? undefined : { spec, from };
}

function pathOf(spec: string, cwd: string): string {
  return resolve(cwd, spec.replace(/^file:/, ""));
}

function pinned(spec: string, cwd: string): PinnedPackage {
  if (/^(https|git[+]https|git[+]ssh):\/\/\S+$/.test(spec)) return { spec: withoutCredentials(spec) };
  if (/^npm:@[a-z0-9._-]+\/[a-z0-9._-]+@[0-9]+[.][0-9]+[.][0-9]+$/.test(spec)) return { spec };
  if (!spec.endsWith(".tgz"))
    throw new UsageError(
      `invalid package ${printable(spec)}: it is not a tarball or a URL`,
      "Name a tarball that npm pack created, its https:// URL, or an exact version in your own scope: npm:@acme/tenantry@0.2.0. A version without a scope would come from the public registry, where any account can register the name.",
    );
  const path = pathOf(spec, cwd);
  const file = `vendor/${basename(path)}`;
  return { spec: `file:${file}`, tarball: { file, bytes: packageTarball(path, spec) } };
}

/** @throws UsageError if a URL contains a password or a token. The user in an SSH URL is not secret. */
function withoutCredentials(spec: string): string {
  const url = URL.canParse(spec) ? new URL(spec) : undefined;
  if (url !== undefined && url.password === "" && (url.username === "" || url.protocol === "git+ssh:")) return spec;
  throw new UsageError(
    url === undefined ? "invalid package: it is not a valid URL" : "invalid package: its URL contains credentials",
    "Name a URL without credentials, because package.json and package-lock.json contain it. npm reads credentials from the .npmrc of each user, and git reads them from its credential helper.",
  );
}

function installedSpec(file: string): string | undefined {
  return existsSync(file) ? specIn(readFileSync(file, "utf8")) : undefined;
}

/**
 * The version of Tenantry that a package.json names. Undefined if it names none.
 * @throws SyntaxError if the text is not JSON.
 */
export function specIn(packageJson: string): string | undefined {
  const data: unknown = JSON.parse(packageJson);
  const spec = ["dependencies", "devDependencies"].map((kind) => isMap(data) && valueAt(data, [kind, packageName]));
  return spec.find((value): value is string => typeof value === "string");
}
