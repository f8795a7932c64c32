import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { inlineKubernetes } from "../tools/inline-kubernetes.ts";
import type { JsonSchema } from "../tools/json-schema.ts";
import { kubernetesDefinitions } from "../tools/provide-schemas.ts";
import { seldonKinds } from "./seldon-interface.ts";
import { seldonModels } from "./seldon-models.ts";

const reference = join(import.meta.dirname, "../../../shared/reference/seldon-2.9.1-crds");
const machine = { env: process.env, log: () => undefined };

/** Where a current Kubernetes knows more than the embedded pods of 2.9.1, and why that is harmless. */
const named: Readonly<Record<string, string>> = {};

describe.skipIf(!existsSync(reference))("the interface against Seldon's own CRDs (needs the reference folder)", () => {
  for (const kind of seldonKinds) {
    test.for(["1.33.7", "1.34.4", "1.35.2"])(`${kind.kind} on Kubernetes %s`, { timeout: 120_000 }, async (version) => {
      const definitions = await kubernetesDefinitions(version, machine);
      const crd: { spec: { versions: { schema: { openAPIV3Schema: { properties: Record<string, JsonSchema> } } }[] } } =
        parse(readFileSync(join(reference, `mlops.seldon.io_${kind.kind.toLowerCase()}s.yaml`), "utf8"));
      const theirs = crd.spec.versions[0]?.schema.openAPIV3Schema.properties;
      const differences = [
        ...compare("spec", inlineKubernetes(kind.spec.schema, definitions), theirs?.["spec"] ?? {}),
        ...compare("status", inlineKubernetes(kind.status.schema, definitions), theirs?.["status"] ?? {}),
      ].filter((difference) => named[difference] === undefined);
      expect(differences).toEqual([]);
    });
  }
});

test("what is committed is what codegen writes", () => {
  for (const [path, content] of seldonModels()) {
    expect(readFileSync(join(import.meta.dirname, "../models/seldon", path), "utf8"), path).toBe(content);
  }
});

test("the comparison sees a field too many, a field too few, another type, another default and another requirement", () => {
  const theirs: JsonSchema = {
    type: "object",
    required: ["a"],
    properties: { a: { type: "string", default: "x" }, b: { type: "integer" } },
  };
  const ours: JsonSchema = {
    type: "object",
    properties: { a: { type: "integer" }, c: { type: "string" } },
    additionalProperties: false,
  };
  expect(compare("spec", ours, theirs)).toEqual([
    "spec requires  and not a",
    "spec.a is integer and not string",
    "spec.a defaults to undefined and not x",
    "spec.c is not theirs",
    "spec.b is not ours",
  ]);
});

function compare(path: string, ours: JsonSchema, theirs: JsonSchema): readonly string[] {
  const found: string[] = [];
  const differ = (what: string, left: unknown, right: unknown): void => {
    if (String(left) !== String(right)) found.push(`${path} ${what} ${String(left)} and not ${String(right)}`);
  };
  if (ours.properties !== undefined || theirs.properties !== undefined)
    differ("requires", [...(ours.required ?? [])].sort(), [...(theirs.required ?? [])].sort());
  differ("is", typeOf(ours), typeOf(theirs));
  differ("defaults to", ours.default, theirs.default);
  differ("allows", ours["enum"], theirs["enum"]);
  for (const [name, value] of Object.entries(ours.properties ?? {})) {
    const other = theirs.properties?.[name];
    if (other === undefined) found.push(`${path}.${name} is not theirs`);
    else found.push(...compare(`${path}.${name}`, value, other));
  }
  for (const name of Object.keys(theirs.properties ?? {})) {
    if (ours.properties?.[name] === undefined) found.push(`${path}.${name} is not ours`);
  }
  if (ours.items !== undefined && theirs.items !== undefined)
    found.push(...compare(`${path}[]`, ours.items, theirs.items));
  if (typeof ours.additionalProperties === "object" && typeof theirs.additionalProperties === "object") {
    found.push(...compare(`${path}{}`, ours.additionalProperties, theirs.additionalProperties));
  }
  return found;
}

/** int-or-string and quantities are one thing to a CRD. */
function typeOf(schema: JsonSchema): string {
  if (schema["x-kubernetes-int-or-string"] === true || Array.isArray(schema.type)) return "number or string";
  return String(schema.type);
}
