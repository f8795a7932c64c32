import type { JsonSchema } from "../tools/json-schema.ts";

/** The differences of two schemas: names, types, defaults, enums, required fields, and what is open. */
export function compareSchemas(path: string, ours: JsonSchema, theirs: JsonSchema): readonly string[] {
  const differences: string[] = [];
  const differ = (verb: string, left: unknown, right: unknown): void => {
    if (left !== right) differences.push(`${path} ${verb} ${String(left)} and not ${String(right)}`);
  };
  const json = (value: unknown): string => String(JSON.stringify(value));
  differ("requires", json([...(ours.required ?? [])].sort()), json([...(theirs.required ?? [])].sort()));
  differ("is", typeOf(ours), typeOf(theirs));
  differ("defaults to", json(ours.default), json(theirs.default));
  differ("keeps unknown fields:", isOpen(ours), isOpen(theirs));
  differ("allows", json(ours["enum"]), json(theirs["enum"]));
  // The API server prunes unknown fields of a CRD. Our schemas must forbid them.
  if (ours.type === "object" && ours.additionalProperties !== false && !isMapOnly(ours) && !isOpen(ours))
    differences.push(`${path} is open`);
  for (const [name, value] of Object.entries(ours.properties ?? {})) {
    const other = theirs.properties?.[name];
    if (other === undefined) differences.push(`${path}.${name} is not theirs`);
    else differences.push(...compareSchemas(`${path}.${name}`, value, other));
  }
  for (const name of Object.keys(theirs.properties ?? {})) {
    if (ours.properties?.[name] === undefined) differences.push(`${path}.${name} is not ours`);
  }
  // Compare also if only one schema describes them: the other one allows any value.
  if (ours.items !== undefined || theirs.items !== undefined)
    differences.push(...compareSchemas(`${path}[]`, ours.items ?? {}, theirs.items ?? {}));
  if (valuesOf(ours) !== undefined || valuesOf(theirs) !== undefined)
    differences.push(...compareSchemas(`${path}{}`, valuesOf(ours) ?? {}, valuesOf(theirs) ?? {}));
  return differences;
}

/** Whether the API server keeps fields that the schema does not have. */
function isOpen(schema: JsonSchema): boolean {
  return schema["x-kubernetes-preserve-unknown-fields"] === true;
}

function isMapOnly(schema: JsonSchema): boolean {
  return schema.properties === undefined && valuesOf(schema) !== undefined;
}

function valuesOf({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

function typeOf(schema: JsonSchema): string {
  if (schema["x-kubernetes-int-or-string"] === true) return "integer or string";
  return Array.isArray(schema.type) ? [...schema.type].sort().join(" or ") : String(schema.type);
}
