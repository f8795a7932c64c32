import { type JsonSchema, mapValues } from "./json-schema.ts";

/** Below this length, in characters of JSON, a reference is not shorter than the subschema that it replaces. */
const shortest = 40;

/**
 * The same schema, with each repeated subschema written only once, as a definition. A Server contains many pods, and
 * kubeconform compiles the complete schema. A schema that already has definitions is not changed.
 */
export function shareSubschemas(schema: JsonSchema): JsonSchema {
  if (schema.definitions !== undefined) return schema;
  const repeated = repeatedIn(schema);
  const definitions: Record<string, JsonSchema> = {};
  const names = new Map<string, string>();
  const shared = (jsonSchema: JsonSchema): JsonSchema => {
    const text = JSON.stringify(jsonSchema);
    if (!repeated.has(text)) return mapSubschemas(jsonSchema, shared);
    const known = names.get(text);
    const name = known ?? `subschema-${names.size}`;
    if (known === undefined) {
      names.set(text, name);
      definitions[name] = mapSubschemas(jsonSchema, shared);
    }
    return { $ref: `#/definitions/${name}` };
  };
  const root = mapSubschemas(schema, shared);
  return names.size === 0 ? root : { ...root, definitions };
}

/** Texts of the subschemas that occur in a schema more than once. Subschemas inside a repeated one count only once. */
function repeatedIn(schema: JsonSchema): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const visit = (jsonSchema: JsonSchema): JsonSchema => {
    const text = JSON.stringify(jsonSchema);
    if (text.length < shortest) return jsonSchema;
    if (seen.has(text)) repeated.add(text);
    else mapSubschemas(jsonSchema, visit);
    seen.add(text);
    return jsonSchema;
  };
  mapSubschemas(schema, visit);
  return repeated;
}

/** Replaces each schema directly below a schema. Values that are not maps (`false`, a list of schemas for each index) stay. */
function mapSubschemas(schema: JsonSchema, change: (jsonSchema: JsonSchema) => JsonSchema): JsonSchema {
  const changed = (value: unknown): unknown => (isMap(value) ? change(value) : value);
  return mapValues<unknown, unknown>(schema, (value, keyword) => {
    if (keyword === "properties" && isMap(value)) return mapValues<unknown, unknown>(value, changed);
    if (alternatives.has(keyword) && Array.isArray(value)) return value.map(changed);
    return single.has(keyword) ? changed(value) : value;
  });
}

const single: ReadonlySet<string> = new Set(["items", "additionalProperties", "not"]);
const alternatives: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf"]);

function isMap(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
