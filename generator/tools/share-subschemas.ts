import { type JsonSchema, mapValues } from "./json-schema.ts";

/** Below this length, in characters of JSON, a reference is no shorter than what it stands for. */
const shortest = 40;

/**
 * The same schema, in which a subschema that stands in it more than once is written once, as a definition: a pod is many
 * times in a Server, and kubeconform compiles all that it reads. A schema with definitions of its own stays as it is.
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

/** Texts of the subschemas that stand in a schema more than once; those within a repeated one count once for all of it. */
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

/** A schema with something else for each schema right below it; what is no map there (`false`, a list for each index) stays. */
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
