import { join } from "node:path";
import { expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { generatedIn } from "../layout/overlay.ts";
import { describedSchemas } from "../models/described-schemas.ts";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import { seldon29 } from "../models/seldon/2.9/facts.ts";
import { inventoryOf } from "../testing/inventory.ts";
import type { JsonSchema } from "../tools/json-schema.ts";
import { provideSchemas, schemaOf } from "../tools/provide-schemas.ts";

/** Fields in which an empty map has a meaning: it selects everything, or is the complete value. */
const meaningful = /(podSelector|endpointSelector|emptyDir|valuesObject\.[a-z]+\.(labels|annotations))$/;

/**
 * Fields that the API server would store differently: an omitted default, an empty list or map, a null. Argo CD would
 * always show them as OutOfSync.
 */
function unstored(value: unknown, schema: JsonSchema, root: JsonSchema, path: string): readonly string[] {
  const here =
    schema.$ref === undefined ? schema : (root.definitions?.[schema.$ref.slice("#/definitions/".length)] ?? {});
  if (value === null) return [`${path} is null`];
  if (typeof value !== "object") return [];
  if (Object.keys(value).length === 0 && !meaningful.test(path)) return [`${path} is empty`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => unstored(item, here.items ?? {}, root, `${path}[${index}]`));
  const missing = Object.entries(here.properties ?? {}).flatMap(([name, field]) =>
    field.default !== undefined && !Object.hasOwn(value, name) ? [`${path}.${name} is left to its default`] : [],
  );
  const extra = typeof here.additionalProperties === "object" ? here.additionalProperties : {};
  return [
    ...missing,
    ...Object.entries(value).flatMap(([name, child]) =>
      unstored(child, here.properties?.[name] ?? extra, root, `${path}.${name}`),
    ),
  ];
}

const roots = [
  ["the repository", undefined],
  ["the four patterns", join(import.meta.dirname, "../golden/four-patterns")],
] as const;

test.each(roots)("all generated objects of %s are in the form that the API server stores", async (_, root) => {
  const inventory = inventoryOf(root);
  let checked = 0;
  for (const cluster of inventory.clusters) {
    const versions = { kubernetes: cluster.spec.kubernetes.version, argoCD: cluster.spec.argoCD.version };
    const set = await provideSchemas(versions, describedSchemas(seldon29), { env: process.env, log: () => undefined });
    const units = [{ cluster, tenant: undefined }, ...cluster.tenants.map((tenant) => ({ cluster, tenant }))];
    const objects: readonly KubernetesObject[] = units
      .map((unit) => layoutOf(inventory, unit))
      .flatMap((layout) => [...layout.objects, ...layout.overlays.flatMap(generatedIn)].map(({ object }) => object));
    for (const object of objects) {
      const schema = schemaOf(set, { ...groupVersion(object.apiVersion), kind: object.kind });
      if (schema === undefined) throw new Error(`no schema for ${object.kind}`);
      expect(unstored(JSON.parse(JSON.stringify(object)), schema, schema, object.kind)).toEqual([]);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(200);
});

test("an omitted default in a list and behind a reference, an empty list and a null are reported", () => {
  const port: JsonSchema = { type: "object", properties: { protocol: { type: "string", default: "TCP" } } };
  const schema: JsonSchema = {
    properties: { ports: { type: "array", items: { $ref: "#/definitions/Port" } }, env: { type: "array" }, labels: {} },
    definitions: { Port: port },
  };
  expect(unstored({ ports: [{ port: 1 }], env: [], labels: null }, schema, schema, "x")).toEqual([
    "x.ports[0].protocol is left to its default",
    "x.env is empty",
    "x.labels is null",
  ]);
});
