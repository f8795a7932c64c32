import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { compareSchemas } from "../testing/compare-schemas.ts";
import { describeReference, referencePath } from "../testing/reference.ts";
import { inlineKubernetes } from "../tools/inline-kubernetes.ts";
import type { JsonSchema } from "../tools/json-schema.ts";
import { kubernetesDefinitions } from "../tools/provide-schemas.ts";
import { seldonInterface } from "./seldon-interface.ts";

const crds = referencePath("reference/seldon-2.9.1-crds");
const machine = { env: process.env, log: () => undefined };

/** Deliberate differences, by the end of their text, and the reason for each. */
const deliberate: readonly { readonly difference: string; readonly reason: string }[] = [
  {
    difference: " is number or string and not integer or string",
    reason: "tools/ has one form for all quantities: the core API accepts 0.5, a CRD rejects it unless quoted",
  },
];

describeReference(crds, "the interface against Seldon's own CRDs", () => {
  for (const kind of seldonInterface) {
    test.for(["1.33.7", "1.34.4", "1.35.2"])(`${kind.kind} on Kubernetes %s`, { timeout: 120_000 }, async (version) => {
      const definitions = await kubernetesDefinitions(version, machine);
      const crd: { spec: { versions: { schema: { openAPIV3Schema: { properties: Record<string, JsonSchema> } } }[] } } =
        parse(readFileSync(join(crds, `mlops.seldon.io_${kind.kind.toLowerCase()}s.yaml`), "utf8"));
      const theirs = crd.spec.versions[0]?.schema.openAPIV3Schema.properties;
      const differences = [
        ...compareSchemas("spec", inlineKubernetes(kind.spec.schema, definitions), theirs?.["spec"] ?? {}),
        ...compareSchemas("status", inlineKubernetes(kind.status.schema, definitions), theirs?.["status"] ?? {}),
      ].filter((text) => !deliberate.some(({ difference }) => text.endsWith(difference)));
      expect(differences).toEqual([]);
    });
  }

  test("the interface describes every kind of the CRDs", () => {
    const ours = seldonInterface.map(({ kind }) => `mlops.seldon.io_${kind.toLowerCase()}s.yaml`);
    expect(ours.sort()).toEqual(readdirSync(crds).sort());
  });
});

const a: JsonSchema = { type: "string", default: "" };
const b: JsonSchema = { type: "array", items: { type: "integer" } };
const whole: JsonSchema = { type: "object", required: ["a"], properties: { a, b }, additionalProperties: false };

test.each<{ readonly name: string; readonly change: JsonSchema; readonly seen: readonly string[] }>([
  { name: "no difference between equal schemas", change: {}, seen: [] },
  { name: "an additional field", change: { properties: { a, b, c: a } }, seen: ["spec.c is not theirs"] },
  { name: "a missing field", change: { properties: { a } }, seen: ["spec.b is not ours"] },
  {
    name: "another type",
    change: { properties: { a: { ...a, type: "integer" }, b } },
    seen: ["spec.a is integer and not string"],
  },
  {
    name: "another default",
    change: { properties: { a: { type: "string" }, b } },
    seen: ['spec.a defaults to undefined and not ""'],
  },
  {
    name: "another enum",
    change: { properties: { a: { ...a, enum: ["x"] }, b } },
    seen: ['spec.a allows ["x"] and not undefined'],
  },
  {
    name: "another list of required fields",
    change: { required: ["a", "b"] },
    seen: ['spec requires ["a","b"] and not ["a"]'],
  },
  {
    name: "items of another type",
    change: { properties: { a, b: { ...b, items: a } } },
    seen: ["spec.b[] is string and not integer", 'spec.b[] defaults to "" and not undefined'],
  },
  {
    name: "items that only one schema describes",
    change: { properties: { a, b: { type: "array" } } },
    seen: ["spec.b[] is undefined and not integer"],
  },
  {
    name: "a map that only one schema describes",
    change: { additionalProperties: a },
    seen: ["spec is open", "spec{} is string and not undefined", 'spec{} defaults to "" and not undefined'],
  },
  { name: "a schema that allows any field", change: { additionalProperties: true }, seen: ["spec is open"] },
])("the comparison reports $name", ({ change, seen }) => {
  expect(compareSchemas("spec", { ...whole, ...change }, whole)).toEqual(seen);
});
