import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareStrings } from "../diagnostics/diagnostic.ts";
import { digestOf } from "./cache.ts";

const generator = join(import.meta.dirname, "..");

let known: string | undefined;

/** A digest of the running program with its libraries and tools. Results of an older program are not reused. */
export function codeDigest(): string {
  known ??= digestOfCode(generator);
  return known;
}

export function digestOfCode(folder: string): string {
  // The lock file pins all libraries of a checkout. The package contains no lock file, and package.json pins its libraries.
  const others = ["tools/go.mod", "../package.json", "../package-lock.json"].map((file) => join(folder, file));
  return digestOf(
    ...others.flatMap((file) => (existsSync(file) ? [readFileSync(file, "utf8")] : [])),
    ...textsBelow(folder),
  );
}

function textsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && name !== "golden")
    .sort((left, right) => compareStrings(left.name, right.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return textsBelow(path);
      return /(?<![.]test)[.][jt]s$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
    });
}
