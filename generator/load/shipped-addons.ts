import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseYaml } from "./parse-yaml.ts";
import type { SourceDocument } from "./source.ts";

const folder = join(import.meta.dirname, "../addons");

let read: readonly SourceDocument[] | undefined;

const prefix = "tenantry/";

/** The file of a shipped add-on, as `extends` writes it. */
export function shippedFile(addon: string): string {
  return `${prefix}${addon}`;
}

/** The shipped add-on with this file. Undefined for every other file. */
export function shippedName(file: string): string | undefined {
  return file.startsWith(prefix) ? file.slice(prefix.length) : undefined;
}

/**
 * The add-ons that the program ships, sorted by name. The file of each is `tenantry/<name>`, as `extends` writes it.
 * @throws Error if one of them is not YAML, which is a fault of the program.
 */
export function shippedAddons(): readonly SourceDocument[] {
  read ??= globSync("*.yaml", { cwd: folder }).sort().map(shippedAddon);
  return read;
}

function shippedAddon(file: string): SourceDocument {
  const source = { file: shippedFile(basename(file, ".yaml")), text: readFileSync(join(folder, file), "utf8") };
  const parsed = parseYaml(source);
  if (!parsed.ok)
    throw new Error(`invalid ${source.file}: ${parsed.diagnostics.map(({ message }) => message).join("; ")}`);
  return parsed.value;
}
