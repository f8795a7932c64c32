import { isMap, mapAtPath, merge, type RawMap, valueAt } from "../../validate/merge.ts";

/**
 * The keys of a chart with those of its values.schema.json: further keys, and the types that the schema allows.
 * @throws Error if the text is not JSON.
 */
export function keysInSchema(text: string | undefined, keys: RawMap): RawMap {
  if (text === undefined) return keys;
  const root: unknown = JSON.parse(text);
  return isMap(root) ? withSchema(root, resolved(root, root), keys, 0) : keys;
}

/** No real schema is nested deeper. */
const deepest = 30;

function withSchema(root: RawMap, schema: RawMap, keys: RawMap, depth: number): RawMap {
  if (depth > deepest) return keys;
  const properties = Object.entries(mapAtPath(schema, ["properties"]));
  return merge(
    keys,
    Object.fromEntries(
      properties.map(([key, property]) => [key, ruleOf(root, resolved(root, property), keys[key], depth)]),
    ),
  );
}

function ruleOf(root: RawMap, property: RawMap, known: unknown, depth: number): unknown {
  const types = typesIn(property);
  const isDescribed = Object.keys(mapAtPath(property, ["properties"])).length > 0;
  if (isMap(known)) return types.includes("map") && !isDescribed ? "map" : withSchema(root, property, known, depth + 1);
  if (known === undefined && isDescribed) return withSchema(root, property, {}, depth + 1);
  return types.length === 0 ? (known ?? "any") : joined(known, types);
}

/** The schema behind a reference in the same file. */
function resolved(root: RawMap, schema: unknown): RawMap {
  if (!isMap(schema)) return {};
  const target = schema["$ref"];
  if (typeof target !== "string") return schema;
  const found = target.startsWith("#/") ? valueAt(root, target.slice(2).split("/")) : undefined;
  return isMap(found) && found["$ref"] === undefined ? { ...found, ...schema } : schema;
}

const names: Readonly<Record<string, string>> = {
  string: "text",
  integer: "number",
  number: "number",
  boolean: "boolean",
  array: "list",
  object: "map",
};

function typesIn(schema: RawMap): readonly string[] {
  const { type } = schema;
  const listed: readonly unknown[] = Array.isArray(type) ? type : [type];
  return [...new Set(listed.flatMap((name) => names[String(name)] ?? []))];
}

/** A default without a type, or with another one than the schema allows, is also a value that the chart accepts. */
function joined(known: unknown, types: readonly string[]): string {
  const before = typeof known === "string" && known !== "any" ? known.split(" or ") : [];
  return [...new Set([...before, ...types])].join(" or ");
}
