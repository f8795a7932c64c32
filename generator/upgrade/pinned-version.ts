import { UsageError } from "../diagnostics/usage-error.ts";
import { packageFolder, packageName } from "../text/program-folder.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { RepositoryFiles } from "./repository.ts";

/** How a repository uses Tenantry: as a package that package.json names, or as a checkout that contains the generator. */
export interface PinnedVersion {
  readonly version: string;
  readonly as: "package" | "checkout";
}

/** Undefined if the repository has no version: package-lock.json lacks the package. */
export function tenantryVersion(read: RepositoryFiles["read"]): PinnedVersion | undefined {
  const own = jsonMap(read("package.json"));
  if (own?.["name"] === packageName && typeof own["version"] === "string")
    return { version: own["version"], as: "checkout" };
  const locked = valueAt(jsonMap(read("package-lock.json")), ["packages", packageFolder.slice(0, -1), "version"]);
  return typeof locked === "string" ? { version: locked, as: "package" } : undefined;
}

/** package.json with another version of the package, at the place of the previous one. */
export function withPinnedPackage(text: string, spec: string): string {
  const file = jsonMap(text);
  if (file === undefined)
    throw new UsageError("invalid package.json: it is not a JSON object", "Fix package.json, and commit.");
  const section =
    isMap(file["devDependencies"]) && packageName in file["devDependencies"] ? "devDependencies" : "dependencies";
  const others = file[section];
  const after = { ...file, [section]: { ...(isMap(others) ? others : {}), [packageName]: spec } };
  const indent = /^\s+(?=")/m.exec(text)?.[0].replace(/^\n+/, "") ?? "  ";
  return `${JSON.stringify(after, undefined, indent)}\n`;
}

/** package-lock.json without the package. */
export function withoutLocked(text: string): string {
  const lock = jsonMap(text);
  if (lock === undefined || !isMap(lock["packages"])) return text;
  const { [packageFolder.slice(0, -1)]: _, ...packages } = lock["packages"];
  return `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`;
}

function jsonMap(text: string | undefined): RawMap | undefined {
  try {
    const data: unknown = JSON.parse(text ?? "");
    return isMap(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
