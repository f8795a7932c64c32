import { type Definitions, type JsonSchema, mapValues } from "./json-schema.ts";

/** The closed schema of one kind. It is complete, so kubeconform does not have to fetch anything. */
export interface KindSchema {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: JsonSchema;
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A closed schema for every kind that a Kubernetes version serves, from its OpenAPI definitions. */
export function kubernetesSchemas(definitions: Definitions): readonly KindSchema[] {
  const closed = mapValues(definitions, close);
  return Object.entries(definitions).flatMap(([name, definition]) => {
    const [only, ...others] = kindsOf(definition);
    // A definition with several kinds (DeleteOptions) or without metadata is not an object that can be applied.
    if (only === undefined || others.length > 0 || definition.properties?.["metadata"] === undefined) return [];
    const { group, version, kind } = only;
    const properties = {
      ...closed[name]?.properties,
      apiVersion: { enum: [group === "" ? version : `${group}/${version}`] },
      kind: { enum: [kind] },
    };
    const schema = {
      ...closed[name],
      properties,
      required: ["apiVersion", "kind", "metadata", ...(definition.required ?? [])],
    };
    return [{ group, version, kind, schema: { ...schema, definitions: reachable(schema, closed) } }];
  });
}

/** Types that are strings or objects in the swagger, but that the API accepts in more forms. */
export const specialSchemas: Readonly<Record<string, JsonSchema>> = {
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": { type: ["string", "integer"] },
  "io.k8s.apimachinery.pkg.api.resource.Quantity": { type: ["string", "number"] },
};

function close(definition: JsonSchema, name = ""): JsonSchema {
  const known = specialSchemas[name];
  if (known !== undefined) return known;
  const kept: JsonSchema = {
    ...(definition.$ref === undefined ? {} : { $ref: definition.$ref }),
    ...(definition.type === undefined ? {} : { type: definition.type }),
    ...(definition.required === undefined ? {} : { required: definition.required }),
    ...(definition.items === undefined ? {} : { items: close(definition.items) }),
  };
  if (definition.properties !== undefined) {
    return {
      ...kept,
      properties: mapValues(definition.properties, (value) => close(value)),
      additionalProperties: false,
    };
  }
  const { additionalProperties: extra } = definition;
  return typeof extra === "object" ? { ...kept, additionalProperties: close(extra) } : kept;
}

function reachable(root: JsonSchema, closed: Definitions): Definitions {
  const found: Record<string, JsonSchema> = {};
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (key === "$ref" && typeof child === "string") {
        const name = child.slice("#/definitions/".length);
        const definition = closed[name];
        if (definition === undefined || found[name] !== undefined) continue;
        found[name] = definition;
        open.push(definition);
      } else {
        open.push(child);
      }
    }
  }
  return found;
}

function kindsOf(definition: JsonSchema): readonly GroupVersionKind[] {
  const kinds = definition["x-kubernetes-group-version-kind"];
  return Array.isArray(kinds) ? kinds.filter(isGroupVersionKind) : [];
}

function isGroupVersionKind(value: unknown): value is GroupVersionKind {
  return typeof value === "object" && value !== null && "group" in value && "version" in value && "kind" in value;
}
