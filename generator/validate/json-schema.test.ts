import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { Cluster } from "./cluster.ts";
import { fieldReference } from "./field-reference.ts";
import { editorSchemas } from "./json-schema.ts";
import { isMap, type RawMap } from "./merge.ts";
import { Platform } from "./platform.ts";
import { TenantSpec } from "./tenant.ts";
import { metaOf } from "./terms.ts";

test("the committed schemas match the code (npx --no-install tenantry schema writes them)", () => {
  for (const [name, schema] of editorSchemas()) {
    expect(JSON.parse(readFileSync(join(import.meta.dirname, "../schemas", name), "utf8")), name).toEqual(schema);
  }
});

test("the committed field reference matches the code (npx --no-install tenantry schema writes it)", () => {
  expect(readFileSync(join(import.meta.dirname, "../docs/fields.md"), "utf8")).toBe(fieldReference());
});

test.each([
  ["Tenant", TenantSpec],
  ["Platform", Platform],
  ["Cluster", Cluster],
] as const)("every field of %s has a description and valid examples", (_, schema) => {
  const fields = [...fieldsOf(schema, [])];
  expect(fields.length).toBeGreaterThan(30);
  for (const { path, field } of fields) {
    const meta = metaOf(field);
    expect(meta?.description, path).toMatch(/^[A-Z{].*\.$/);
    const examples = meta?.examples;
    expect(examples?.length, path).toBeGreaterThan(0);
    for (const example of examples ?? []) expect(field.safeParse(example).error?.message, path).toBeUndefined();
  }
});

test("the schema of a cluster's overrides requires nothing and allows null everywhere", () => {
  const tenant = editorSchemas().get("tenant.schema.json");
  const overrides = at(tenant, "properties", "spec", "properties", "clusters", "additionalProperties", "anyOf", "0");
  expect(overrides?.["required"]).toBeUndefined();
  expect(at(overrides, "properties", "owner")).toBeUndefined();
  expect(at(overrides, "properties", "quota", "anyOf", "1")).toEqual({ type: "null" });
});

function* fieldsOf(
  schema: z.ZodType,
  path: readonly string[],
): Generator<{ readonly path: string; readonly field: z.ZodType }> {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    for (const [name, field] of Object.entries(inner.shape)) {
      if (!(field instanceof z.ZodType)) continue;
      yield { path: [...path, name].join("."), field };
      yield* fieldsOf(field, [...path, name]);
    }
  } else if (inner instanceof z.ZodRecord && inner.valueType instanceof z.ZodType)
    yield* fieldsOf(inner.valueType, [...path, "*"]);
  else if (inner instanceof z.ZodArray && inner.element instanceof z.ZodType)
    yield* fieldsOf(inner.element, [...path, "*"]);
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  ) {
    const inner = schema.def.innerType;
    return inner instanceof z.ZodType ? unwrapped(inner) : schema;
  }
  return schema;
}

function at(value: unknown, ...path: readonly string[]): RawMap | undefined {
  let found: unknown = value;
  for (const step of path) found = Array.isArray(found) ? found[Number(step)] : isMap(found) ? found[step] : undefined;
  return isMap(found) ? found : undefined;
}
