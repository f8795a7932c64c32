import { parse } from "yaml";
import { isMap, mapAtPath, merge, type RawMap, valueAt } from "../../validate/merge.ts";
import { keysInSchema } from "./schema-keys.ts";
import { isOpenMap, readPaths } from "./template-keys.ts";

/**
 * The keys of a chart's values with their types: those of values.yaml and values.schema.json, those that the templates
 * read, and those of the charts that it contains. A map that a template writes as a whole is open.
 * @param files The texts of the chart's files, by path.
 * @throws Error if a file is not YAML or JSON.
 */
export function keysInArchive(files: ReadonlyMap<string, string>): RawMap {
  const defaults = foldedDefaults(yamlMap(files.get("values.yaml")));
  const templates = [...files].flatMap(([path, text]) => (path.startsWith("templates/") ? [text] : []));
  const written = keysOfMap(defaults, [], (path) => isOpenMap(templates, path));
  const ownKeys = readPaths(templates)
    .filter(([first = ""]) => !internalKeys.includes(first))
    .reduce(withReadKey, written);
  const withSchema = withoutInternalKeys(keysInSchema(files.get("values.schema.json"), ownKeys));
  const charts = dependencies(yamlMap(files.get("Chart.yaml")));
  if (charts.length === 0) return sorted(withSchema);
  const below = charts.map(({ name, alias }): RawMap => {
    const folder = `charts/${name}/`;
    const inside = new Map(
      [...files].flatMap(([path, text]) =>
        path.startsWith(folder) ? [[path.slice(folder.length), text] as const] : [],
      ),
    );
    return { [alias]: inside.has("values.yaml") ? keysInArchive(inside) : "map" };
  });
  // The parent's defaults for a contained chart have the same keys as its own. Helm passes global to each of them.
  const all = below.reduce<RawMap>((keys, more) => merge(more, keys), withSchema);
  return sorted({ ...all, global: "map" });
}

/** Keys of the charts of Istio (1.31) that their templates use for themselves. A value below `defaults` is rejected. */
const internalKeys: readonly string[] = ["_internal_defaults_do_not_set", "_original", "defaults"];

/** The charts of Istio keep their defaults below one key, and read the values of a release without it. */
function foldedDefaults(values: RawMap): RawMap {
  const folded = values["_internal_defaults_do_not_set"];
  return isMap(folded) ? folded : values;
}

function withoutInternalKeys(keys: RawMap): RawMap {
  return Object.fromEntries(Object.entries(keys).filter(([key]) => !internalKeys.slice(0, 2).includes(key)));
}

function keysOfMap(values: RawMap, above: readonly string[], isOpen: (path: readonly string[]) => boolean): RawMap {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const path = [...above, key];
      if (!isMap(value)) return [key, typeOfDefault(value)];
      const isWhole = Object.keys(value).length === 0 || isOpen(path);
      return [key, isWhole ? "map" : keysOfMap(value, path, isOpen)];
    }),
  );
}

function typeOfDefault(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (value === null) return "any";
  return typeof value === "string" ? "text" : typeof value;
}

/** A key that a template reads and that values.yaml does not contain can have any type. */
function withReadKey(keys: RawMap, path: readonly string[]): RawMap {
  for (const [index] of path.entries()) {
    const rule = valueAt(keys, path.slice(0, index));
    if (index > 0 && rule !== undefined && !isMap(rule)) return keys;
  }
  if (valueAt(keys, path) !== undefined) return keys;
  return merge(keys, nestedRule(path));
}

function nestedRule([first, ...rest]: readonly string[]): RawMap {
  return first === undefined ? {} : { [first]: rest.length === 0 ? "any" : nestedRule(rest) };
}

function dependencies(chart: RawMap): readonly { readonly name: string; readonly alias: string }[] {
  const listed = chart["dependencies"];
  return (Array.isArray(listed) ? listed : []).flatMap((entry: unknown) => {
    const { name, alias } = mapAtPath(entry, []);
    if (typeof name !== "string") return [];
    return [{ name, alias: typeof alias === "string" ? alias : name }];
  });
}

function yamlMap(text: string | undefined): RawMap {
  // Helm reads YAML 1.1: yes is a boolean.
  const options = { version: "1.1", maxAliasCount: 100, uniqueKeys: false, logLevel: "error" } as const;
  const value: unknown = parse(text ?? "", options);
  return isMap(value) ? value : {};
}

function sorted(keys: RawMap): RawMap {
  return Object.fromEntries(
    Object.entries(keys)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, rule]) => [key, isMap(rule) ? sorted(rule) : rule]),
  );
}
