import { type KubernetesSubtree, subtreeKeyword } from "../tools/inline-kubernetes.ts";
import type { JsonSchema } from "../tools/json-schema.ts";

/** One shape of the interface, as JSON Schema and as a TypeScript type. */
export interface Shape {
  readonly schema: JsonSchema;
  readonly type: string;
  /** Kubernetes types that the TypeScript type uses: module to name. */
  readonly imports: ReadonlyMap<string, string>;
}

/** A required field. All other fields are optional. */
export interface Required {
  readonly required: Shape;
}

const none: ReadonlyMap<string, string> = new Map();

export const text: Shape = { schema: { type: "string" }, type: "string", imports: none };
export const integer: Shape = { schema: { type: "integer" }, type: "number", imports: none };
export const number: Shape = { schema: { type: "number" }, type: "number", imports: none };
export const boolean: Shape = { schema: { type: "boolean" }, type: "boolean", imports: none };
/** Quantities, and settings of Kafka: the API accepts a number or a string. */
export const numberOrText: Shape = { schema: { type: ["integer", "string"] }, type: "number | string", imports: none };

/** A map that the API server does not check, or that this description leaves open. */
export const open: Shape = {
  schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
  type: "Readonly<Record<string, unknown>>",
  imports: none,
};

/** A shape with limits of its value, as keywords of JSON Schema. */
export function limited(shape: Shape, limits: JsonSchema): Shape {
  return { ...shape, schema: { ...shape.schema, ...limits } };
}

export function required(shape: Shape): Required {
  return { required: shape };
}

/** One of several words. `byDefault` sets the default. */
export function oneOf(words: readonly string[], byDefault?: string): Shape {
  const schema = { type: "string", enum: words, ...(byDefault === undefined ? {} : { default: byDefault }) };
  return { schema, type: words.map((word) => JSON.stringify(word)).join(" | "), imports: none };
}

export function listOf(of: Shape): Shape {
  return { schema: { type: "array", items: of.schema }, type: `ReadonlyArray<${of.type}>`, imports: of.imports };
}

export function mapOf(of: Shape): Shape {
  return {
    schema: { type: "object", additionalProperties: of.schema },
    type: `Readonly<Record<string, ${of.type}>>`,
    imports: of.imports,
  };
}

export function object(fields: Readonly<Record<string, Shape | Required>>): Shape {
  const entries = Object.entries(fields).map(([name, field]) =>
    "required" in field ? { name, shape: field.required, must: true } : { name, shape: field, must: false },
  );
  const must = entries.filter((entry) => entry.must).map(({ name }) => name);
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(entries.map(({ name, shape }) => [name, shape.schema])),
      ...(must.length > 0 ? { required: must } : {}),
      additionalProperties: false,
    },
    type: `{\n${entries.map(({ name, shape, must: given }) => `readonly ${propertyName(name)}${given ? "" : "?"}: ${shape.type};\n`).join("")}}`,
    imports: new Map(entries.flatMap(({ shape }) => [...shape.imports])),
  };
}

/** A subtree that Kubernetes defines completely. The schema names it and does not repeat it. */
export function kubernetes(subtree: KubernetesSubtree): Shape {
  const [version = "", name = ""] = subtree.definition.split(".").slice(-2);
  const type = subtree.partial === true ? `Partial<I${name}>` : `I${name}`;
  return {
    schema: { [subtreeKeyword]: subtree },
    type,
    imports: new Map([[`kubernetes-models/${version}/${name}`, `I${name}`]]),
  };
}

function propertyName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}
