import { expect, test } from "vitest";
import { documentsOf } from "../testing/inventory.ts";
import { sandbox, write } from "../testing/sandbox.ts";
import { validateInventory } from "./validate-inventory.ts";

const definition = (size: string, served = true): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.acme.test }
spec:
  group: acme.test
  names: { kind: Widget }
  scope: Namespaced
  versions:
    - name: v1
      served: ${served}
      schema:
        openAPIV3Schema:
          type: object
          properties:
            size: ${size}
`;
const jsonSchema = (properties: object): string =>
  JSON.stringify(
    { "x-kubernetes-group-version-kind": [{ group: "acme.test", version: "v1", kind: "Widget" }], properties },
    null,
    1,
  );

function found(name: string, text: string): readonly string[] {
  const root = sandbox();
  write(root, `platform/schemas/${name}`, text);
  return validateInventory(documentsOf(root)).diagnostics.map(
    ({ at, code, message }) => `${at.file}:${at.line}:${at.column} ${code} ${message}`,
  );
}

test.each([
  [
    "{ type: int }",
    "15:27",
    "properties.size.type",
    "it must be one of array, boolean, integer, null, number, object, string, or a list of them",
  ],
  ["{ pattern: 'a(?!b)' }", "15:30", "properties.size.pattern", "it must be a pattern: Go has no (?!"],
  ["{ $ref: '#/definitions/size' }", "15:27", "properties.size.$ref", "the file has no schema at this place"],
  ["[]", "15:13", "properties.size", "it must be a schema"],
])("a definition with the field %s: the finding is at %s of its file", (size, at, keyword, reason) => {
  expect(found("widget.yaml", definition(size))).toEqual([
    `platform/schemas/widget.yaml:${at} platform/schemas invalid keyword ${keyword} in platform/schemas/widget.yaml: ${reason}`,
  ]);
});

test("a version that is not served may have a schema that does not compile", () => {
  expect(found("widget.yaml", definition("{ type: int }", false))).toEqual([]);
});

test("a JSON Schema that does not compile: the finding is at the keyword", () => {
  expect(found("widget.json", jsonSchema({ size: { minLength: "one" } }))).toEqual([
    "platform/schemas/widget.json:11:17 platform/schemas invalid keyword properties.size.minLength in platform/schemas/widget.json: it must be an integer, at least 0",
  ]);
  expect(found("widget.json", jsonSchema({ size: { minLength: 1 } }))).toEqual([]);
});
