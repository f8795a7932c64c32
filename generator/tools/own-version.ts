import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of the running program. */
export function ownVersion(): string {
  const file: { readonly version: string } = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"),
  );
  return file.version;
}
