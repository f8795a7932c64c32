import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder } from "../testing/sandbox.ts";
import { provideTool } from "./provide-tool.ts";
import { runTool } from "./run-tool.ts";
import { keywordFault } from "./schema-keywords.ts";

const draft7 = "http://json-schema.org/draft-07/schema#";
const invalid: readonly unknown[] = [
  { type: "strng" },
  { type: [] },
  { type: ["string", "string"] },
  { type: null },
  { properties: [] },
  { properties: { y: 5 } },
  { properties: { y: { pattern: "a(?=b)" } } },
  { required: "a" },
  { required: [] },
  { required: ["a", "a"] },
  { minimum: "a" },
  { exclusiveMinimum: true },
  { minimum: 1, exclusiveMinimum: 3 },
  { enum: {} },
  { enum: [] },
  { enum: [{ a: 1 }, { a: 1 }] },
  { $ref: "#/nope" },
  { $ref: "#foo" },
  { $ref: 5 },
  { $ref: "#/$defs/a", $defs: { a: { type: 5 } } },
  { items: 5 },
  { items: [5] },
  { additionalProperties: "x" },
  { additionalItems: 5 },
  { anyOf: [] },
  { allOf: {} },
  { oneOf: [{ type: "x" }] },
  { not: true },
  { minLength: -1 },
  { maxItems: 1.5 },
  { multipleOf: 0 },
  { format: 5 },
  { title: 4 },
  { description: 5 },
  { uniqueItems: "a" },
  { dependencies: { a: 5 } },
  { definitions: { a: 5 } },
  { patternProperties: { "(": {} } },
  { $schema: "http://acme.test/schema" },
  { $schema: draft7, minimum: 1, exclusiveMinimum: true },
  { $schema: draft7, format: 5 },
  ...["a**", "a{1001}", "(", "[", "*a", "\\h", "\\u00e9", "(?!a)", "(?<=a)b", "(a)\\1", "[\\h]", "\\8"].map(
    (pattern) => ({
      pattern,
    }),
  ),
];
const valid: readonly unknown[] = [
  {},
  { minimum: 1, exclusiveMinimum: true },
  { type: ["string", "null"] },
  { items: [{ type: "string" }], additionalItems: false },
  { const: 1, "x-foo": [1], nullable: "yes", if: 5 },
  { properties: { type: { type: "string" }, required: { type: "boolean" } } },
  { definitions: { "a/b": { type: "object" } }, properties: { y: { $ref: "#/definitions/a~1b" }, z: { $ref: "#" } } },
  { dependencies: { a: ["b"], c: { type: "object" } } },
  { $schema: draft7, required: [], properties: { y: true, z: { exclusiveMinimum: 3 } } },
  { $schema: "http://json-schema.org/draft-04/schema#", minimum: 1, exclusiveMinimum: true },
  ...[
    "(?i)a",
    "[[:alpha:]]+",
    "^([a-z0-9]([-a-z0-9]*[a-z0-9])?)$",
    "\\/|\\-|\\_",
    "{",
    "]",
    "\\p{L}\\pN",
    "(?P<n>a)(?<m>b)",
    "(?i:a)(?:b)",
    "\\Aa\\z",
    "\\Q(\\E",
    "[]a]",
    "[^\\]\\s]{1,63}",
    "^*a",
    "\\x41\\x{41}\\012",
    "a{1000}",
    "^((25[0-5]|2[0-4]\\d)\\.){3}$",
  ].map((pattern) => ({ pattern })),
];

/** The schemas that kubeconform compiles, by index: an object of each kind gets a verdict. */
async function compiled(schemas: readonly unknown[]): Promise<readonly boolean[]> {
  const folder = emptyFolder();
  const objects = schemas.map((schema, index) => {
    writeFileSync(join(folder, `k${index}.json`), JSON.stringify(schema));
    return `apiVersion: acme.test/v1\nkind: K${index}\nmetadata: { name: k }\n`;
  });
  writeFileSync(join(folder, "objects.yaml"), objects.join("---\n"));
  const tool = await provideTool("kubeconform", { env: process.env, log: () => undefined });
  const location = join(folder, "{{.ResourceKind}}.json");
  const args = ["-verbose", "-output", "json", "-schema-location", location, join(folder, "objects.yaml")];
  const { stdout } = await runTool(tool, args);
  const { resources }: { resources: { kind: string; status: string }[] } = JSON.parse(stdout);
  expect(resources).toHaveLength(schemas.length);
  const status = new Map(resources.map((resource) => [resource.kind, resource.status]));
  return schemas.map((_, index) => status.get(`K${index}`) !== "statusError");
}

test("a schema has a fault if and only if kubeconform does not compile it", async () => {
  const schemas = [...invalid, ...valid];
  const byKubeconform = await compiled(schemas);
  const byUs = schemas.map((schema) => keywordFault(schema) === undefined);
  const texts = (some: readonly boolean[]): readonly string[] =>
    schemas.map((schema, index) => `${JSON.stringify(schema)} ${some[index] === true ? "compiles" : "is invalid"}`);
  expect(texts(byUs)).toEqual(texts(byKubeconform));
  expect(byUs).toEqual([...invalid.map(() => false), ...valid.map(() => true)]);
});

test.each([
  { schema: { properties: { a: { items: { type: "strng" } } } }, path: "properties.a.items.type" },
  { schema: { anyOf: [{}, { pattern: "(?=a)" }] }, path: "anyOf.1.pattern" },
  { schema: { properties: { a: { $ref: "#/definitions/b" } } }, path: "properties.a.$ref" },
])("the path of a fault is $path", ({ schema, path }) => {
  expect(keywordFault(schema)?.path.join(".")).toBe(path);
});
