import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseYaml } from "./parse-yaml.ts";
import type { SourceDocument } from "./source.ts";

const folder = join(import.meta.dirname, "../addons");

let addons: readonly SourceDocument[] | undefined;
let charts: readonly SourceDocument[] | undefined;

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
  addons ??= documentsIn(folder, "tenantry");
  return addons;
}

/** The descriptions of the charts of the shipped add-ons. */
export function shippedCharts(): readonly SourceDocument[] {
  charts ??= documentsIn(join(folder, "charts"), "tenantry/charts");
  return charts;
}

function documentsIn(place: string, name: string): readonly SourceDocument[] {
  return globSync("*.yaml", { cwd: place })
    .sort()
    .map((file) => {
      const source = { file: `${name}/${basename(file, ".yaml")}`, text: readFileSync(join(place, file), "utf8") };
      const parsed = parseYaml(source);
      if (!parsed.ok)
        throw new Error(`invalid ${source.file}: ${parsed.diagnostics.map(({ message }) => message).join("; ")}`);
      return parsed.value;
    });
}
