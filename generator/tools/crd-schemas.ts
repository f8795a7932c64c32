import { type JsonSchema, mapValues } from "./json-schema.ts";
import { withScope } from "./kind-scope.ts";
import type { KindSchema } from "./kubernetes-schemas.ts";

/** The part of a CustomResourceDefinition that describes its objects. */
export interface CustomResourceDefinition {
  readonly kind: "CustomResourceDefinition";
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly scope?: string | undefined;
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
    }[];
  };
}

/** A closed schema for each served version. `objectMeta` replaces the schema of metadata, which CRDs leave open. */
export function crdSchemas({ spec }: CustomResourceDefinition, objectMeta: JsonSchema): readonly KindSchema[] {
  const { group, names } = spec;
  return spec.versions
    .filter((version) => version.served && version.schema?.openAPIV3Schema !== undefined)
    .map((version) => {
      const root = close(version.schema?.openAPIV3Schema ?? {}, true);
      const properties = {
        ...root.properties,
        apiVersion: { enum: [`${group}/${version.name}`] },
        kind: { enum: [names.kind] },
        metadata: objectMeta,
      };
      const required = [...new Set(["apiVersion", "kind", "metadata", ...(root.required ?? [])])];
      const schema = { ...root, properties, required, additionalProperties: false };
      return withScope({ group, version: version.name, kind: names.kind, schema }, spec.scope);
    });
}

export function isCustomResourceDefinition(value: unknown): value is CustomResourceDefinition {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "CustomResourceDefinition";
}

/**
 * Structural schemas define the existing fields, so they are closed. The schemas inside anyOf, oneOf, allOf and not only
 * restrict their values, so they stay open.
 */
function close(schema: JsonSchema, structural: boolean): JsonSchema {
  const {
    description: _description,
    format: _format,
    properties,
    items,
    additionalProperties: extra,
    anyOf,
    oneOf,
    allOf,
    not,
    nullable,
    ...rest
  } = schema;
  const kept = Object.fromEntries(
    Object.entries(rest).filter(
      ([key]) => !key.startsWith("x-kubernetes-") && key !== "example" && key !== "externalDocs" && key !== "title",
    ),
  );
  if (schema["x-kubernetes-int-or-string"] === true) {
    const { pattern: _pattern, type: _type, ...plain } = kept;
    return { ...plain, type: ["integer", "string"] };
  }
  const loose = (jsonSchema: JsonSchema): JsonSchema => close(jsonSchema, false);
  const open = schema["x-kubernetes-preserve-unknown-fields"] === true || !structural;
  return {
    ...kept,
    ...(nullable === true && typeof rest.type === "string" ? { type: [rest.type, "null"] } : {}),
    ...(properties === undefined ? {} : { properties: mapValues(properties, (value) => close(value, structural)) }),
    ...(items === undefined ? {} : { items: close(items, structural) }),
    ...(typeof extra === "object"
      ? { additionalProperties: close(extra, structural) }
      : properties === undefined || open
        ? {}
        : { additionalProperties: false }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(loose) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(loose) }),
    ...(allOf === undefined ? {} : { allOf: allOf.map(loose) }),
    ...(not === undefined ? {} : { not: loose(not) }),
  };
}
