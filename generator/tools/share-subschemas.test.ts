import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonSchema } from "./json-schema.ts";
import { shareSubschemas } from "./share-subschemas.ts";

const port = {
  type: "object",
  properties: { port: { type: "integer" }, protocol: { type: "string", default: "TCP" } },
};
const reference = { $ref: "#/definitions/subschema-0" };

test("a subschema that is repeated in properties, items and alternatives is written once", () => {
  const schema = {
    type: "object",
    properties: { ports: { type: "array", items: port }, only: port },
    additionalProperties: { anyOf: [port, { type: "string" }], not: port },
  };
  expect(shareSubschemas(schema)).toEqual({
    type: "object",
    properties: { ports: { type: "array", items: reference }, only: reference },
    additionalProperties: { anyOf: [reference, { type: "string" }], not: reference },
    definitions: { "subschema-0": port },
  });
});

test("a subschema that only occurs inside a repeated one is not shared separately", () => {
  const list = { type: "array", items: port };
  expect(shareSubschemas({ properties: { a: list, b: list } })).toEqual({
    properties: { a: reference, b: reference },
    definitions: { "subschema-0": list },
  });
});

test("a subschema inside a repeated one and elsewhere is shared in both places", () => {
  const list = { type: "array", items: port };
  expect(shareSubschemas({ properties: { a: list, b: list, c: port } })).toEqual({
    properties: { a: reference, b: reference, c: { $ref: "#/definitions/subschema-1" } },
    definitions: {
      "subschema-0": { type: "array", items: { $ref: "#/definitions/subschema-1" } },
      "subschema-1": port,
    },
  });
});

test.each([
  ["no repeated subschema", { properties: { a: port, b: { type: "string" } } }],
  [
    "a repeated subschema that is shorter than a reference",
    { properties: { a: { type: "string" }, b: { type: "string" } } },
  ],
  ["existing definitions", { properties: { a: port, b: port }, definitions: { Port: port } }],
])("a schema with %s is not changed", (_, schema) => {
  expect(shareSubschemas(schema)).toEqual(schema);
});

test("a value that is not a map is not changed", () => {
  // A list of schemas, or no schema, is valid JSON Schema, but not of this type.
  const schema = JSON.parse('{"properties":{"a":false},"anyOf":[true],"items":[{},{}],"additionalProperties":null}');
  expect(shareSubschemas(schema)).toEqual(schema);
});

test("replacing every reference gives the original schema", () => {
  const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(port, { type: "string", maxLength: 63, pattern: "^[a-z]+$" }, { type: "integer", minimum: 0 }),
      fc.record({ properties: fc.dictionary(fc.constantFrom("a", "b", "items", "definitions"), tie("schema")) }),
      fc.record({ items: tie("schema") }),
      fc.record({ additionalProperties: tie("schema") }),
      fc.record({ oneOf: fc.array(tie("schema"), { maxLength: 3 }), not: tie("schema") }),
      fc.record({ allOf: fc.array(tie("schema"), { maxLength: 3 }) }),
    ),
  }));
  const root = fc.record({ properties: fc.dictionary(fc.constantFrom("a", "b", "c", "d"), schema) });
  let most = 0;
  fc.assert(
    fc.property(root, (before) => {
      const { definitions = {}, ...after } = shareSubschemas(before);
      most = Math.max(most, Object.keys(definitions).length);
      const unfolded = JSON.stringify(
        after,
        (_, value) => definitions[value?.$ref?.slice("#/definitions/".length)] ?? value,
      );
      expect(JSON.parse(unfolded)).toEqual(JSON.parse(JSON.stringify(before)));
    }),
    { numRuns: 500, seed: 7 },
  );
  expect(most).toBeGreaterThan(3);
});

test("a field with the name of a keyword is treated as a field", () => {
  const schema = { properties: { items: port, properties: port, definitions: { type: "string" } } };
  expect(shareSubschemas(schema).properties).toEqual({
    items: reference,
    properties: reference,
    definitions: { type: "string" },
  });
});
