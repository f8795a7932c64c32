import { z } from "zod";
import { defined } from "../models/defined.ts";
import { Cluster } from "./cluster.ts";
import { isMap, type RawMap } from "./merge.ts";
import { Platform, PlatformSpec } from "./platform.ts";
import { commonFields } from "./platform-fields.ts";
import { notOverridable, TenantEnvelope, TenantSpec } from "./tenant.ts";

/** The JSON Schema of each kind, for editors, by file name. It describes the input before defaults are applied. */
export function editorSchemas(): ReadonlyMap<string, RawMap> {
  return new Map([
    ["tenant.schema.json", tenantSchema()],
    ["platform.schema.json", titled("Platform", inputSchema(Platform))],
    ["cluster.schema.json", clusterSchema()],
  ]);
}

/** The cluster's file, with the fields of the platform that it can override. */
function clusterSchema(): RawMap {
  const { properties, ...schema } = inputSchema(Cluster);
  const top = isMap(properties) ? properties : {};
  const spec = mapAt(top, "spec");
  const fields = mapAt(spec, "properties");
  const { description, examples } = mapAt(fields, "platform");
  const platform = { description, examples, ...withoutRequired(overridableFields(inputSchema(PlatformSpec))) };
  return titled("Cluster", {
    ...schema,
    properties: { ...top, spec: { ...spec, properties: { ...fields, platform } } },
  });
}

/** A schema of the platform without the fields that are the same on every cluster. */
function overridableFields(schema: RawMap, above = ""): RawMap {
  if (!isMap(schema["properties"])) return schema;
  const properties = Object.entries(schema["properties"])
    .map(([name, value]) => [name, value, `${above}${name}`] as const)
    .filter(([, , path]) => !commonFields.some((field) => field.path.join(".") === path))
    .map(([name, value, path]) => [name, isMap(value) ? overridableFields(value, `${path}.`) : value] as const);
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** The tenant's spec, and under each cluster the same fields with nothing required and `null` allowed everywhere. */
function tenantSchema(): RawMap {
  const envelope = inputSchema(TenantEnvelope);
  const spec = inputSchema(TenantSpec);
  const envelopeProperties = mapAt(envelope, "properties");
  const clusters = mapAt(mapAt(mapAt(envelopeProperties, "spec"), "properties"), "clusters");
  const overridable = Object.fromEntries(
    Object.entries(mapAt(spec, "properties")).filter(([key]) => !notOverridable.some((fixed) => fixed === key)),
  );
  const overrides = { anyOf: [{ ...withoutRequired({ ...spec, properties: overridable }) }, { type: "null" }] };
  const required = Array.isArray(spec["required"]) ? spec["required"] : [];
  return titled("Tenant", {
    ...envelope,
    properties: {
      ...envelopeProperties,
      spec: {
        ...spec,
        description: "The tenant's request.",
        properties: { ...mapAt(spec, "properties"), clusters: { ...clusters, additionalProperties: overrides } },
        required: ["clusters", ...required],
      },
    },
  });
}

function withoutRequired(schema: RawMap): RawMap {
  const { required: _required, default: _default, ...rest } = schema;
  const properties = isMap(rest["properties"])
    ? {
        properties: Object.fromEntries(
          Object.entries(rest["properties"]).map(([key, value]) => [
            key,
            nullable(isMap(value) ? withoutRequired(value) : {}),
          ]),
        ),
      }
    : {};
  const entries = isMap(rest["additionalProperties"])
    ? { additionalProperties: nullable(withoutRequired(rest["additionalProperties"])) }
    : {};
  return { ...rest, ...properties, ...entries };
}

function nullable(schema: RawMap): RawMap {
  const { description, examples, ...rest } = schema;
  return {
    ...defined({ description, examples }),
    anyOf: [rest, { type: "null" }],
  };
}

function inputSchema(schema: z.ZodType): RawMap {
  return z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    reused: "inline",
    // zod drops the examples of transformed schemas. These examples are for the input, before the transformation.
    override: ({ zodSchema, jsonSchema }) => {
      const examples = z.globalRegistry.get(zodSchema)?.["examples"];
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
}

function titled(title: string, schema: RawMap): RawMap {
  const { $schema, ...rest } = schema;
  return { $schema, title: `${title} of Tenantry`, ...rest };
}

function mapAt(schema: RawMap, key: string): RawMap {
  const value = schema[key];
  return isMap(value) ? value : {};
}
