import { z } from "zod";
import { shippedAddons } from "../load/shipped-addons.ts";
import { defined } from "../models/defined.ts";
import { Addon } from "./addons/addon.ts";
import { Chart } from "./addons/chart.ts";
import { settingsSchema } from "./addons/setting-values.ts";
import { variantSettings } from "./addons/settings.ts";
import { Cluster } from "./cluster.ts";
import { isMap, type RawMap } from "./merge.ts";
import { Platform, PlatformSpec } from "./platform.ts";
import { commonFields } from "./platform-fields.ts";
import { Schemas } from "./schemas.ts";
import { notOverridable, TenantEnvelope, TenantSpec } from "./tenant.ts";
import { TenantDefaults } from "./tenant-defaults.ts";

/** The JSON Schema of each kind, for editors, by file name. It describes the input before defaults are applied. */
export function editorSchemas(): ReadonlyMap<string, RawMap> {
  return new Map([
    ["tenant.schema.json", tenantSchema()],
    ["platform.schema.json", titled("Platform", withTenantDefaults(inputSchema(Platform)))],
    [
      "cluster.schema.json",
      titled("Cluster", withAddonSettings(withPlatformOverrides(withTenantDefaults(inputSchema(Cluster))))),
    ],
    ["schemas.schema.json", titled("Schemas", inputSchema(Schemas))],
    ["addon.schema.json", titled("Addon", inputSchema(Addon))],
    ["chart.schema.json", titled("Chart", inputSchema(Chart))],
  ]);
}

/**
 * The schema of the cluster's file, with the settings of the shipped add-ons. Other settings stay allowed, because a file of the
 * repository with the same name replaces a shipped add-on.
 */
function withAddonSettings({ properties, ...schema }: RawMap): RawMap {
  const top = isMap(properties) ? properties : {};
  const spec = mapAt(top, "spec");
  const fields = mapAt(spec, "properties");
  const addons = mapAt(fields, "addons");
  const use = mapAt(addons, "additionalProperties");
  const shipped = shippedAddons().flatMap(({ value }) => {
    const { metadata, spec: addon } = Addon.parse(value);
    const ofVariants = variantSettings(addon.variants).map(([, more]) => more);
    const all = Object.assign({}, ...ofVariants, addon.settings);
    if (Object.keys(all).length === 0) return [];
    const { properties: settings } = inputSchema(settingsSchema(all));
    const described = { ...mapAt(mapAt(use, "properties"), "settings"), properties: settings };
    const own = { ...mapAt(use, "properties"), settings: described };
    const known = { description: `${addon.description}.`, examples: [{}], ...use, properties: own };
    return [[metadata.name, known] as const];
  });
  const all = { ...addons, properties: Object.fromEntries(shipped) };
  return { ...schema, properties: { ...top, spec: { ...spec, properties: { ...fields, addons: all } } } };
}

/** The schema of the cluster's file, with the fields of the platform that it can override. */
function withPlatformOverrides({ properties, ...schema }: RawMap): RawMap {
  const top = isMap(properties) ? properties : {};
  const spec = mapAt(top, "spec");
  const fields = mapAt(spec, "properties");
  const { description, examples } = mapAt(fields, "platform");
  const platform = { description, examples, ...withoutRequired(overridableFields(inputSchema(PlatformSpec))) };
  return { ...schema, properties: { ...top, spec: { ...spec, properties: { ...fields, platform } } } };
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

/** The tenant's spec, and under each cluster and group the same fields with nothing required and `null` allowed everywhere. */
function tenantSchema(): RawMap {
  const envelope = inputSchema(TenantEnvelope);
  const spec = inputSchema(TenantSpec);
  const placement = mapAt(mapAt(mapAt(envelope, "properties"), "spec"), "properties");
  const overrides = { anyOf: [withoutFields(withoutRequired(spec), notOverridable), { type: "null" }] };
  return titled("Tenant", {
    ...envelope,
    properties: {
      ...mapAt(envelope, "properties"),
      spec: {
        ...spec,
        description: "The tenant's request.",
        properties: {
          ...mapAt(spec, "properties"),
          ...placement,
          clusters: { ...mapAt(placement, "clusters"), additionalProperties: overrides },
          clusterGroups: { ...mapAt(placement, "clusterGroups"), additionalProperties: overrides },
        },
        // Inside allOf, so that the other readers of this schema see only one alternative.
        allOf: [{ anyOf: ["clusters", "clusterGroups", "clusterSelector"].map((field) => ({ required: [field] })) }],
      },
    },
  });
}

/** The schema with the fields of a tenant under every `defaults`, which zod knows only as a map. */
function withTenantDefaults(schema: RawMap): RawMap {
  const tenants = mapAt(mapAt(mapAt(mapAt(schema, "properties"), "spec"), "properties"), "tenants");
  const replaced = withDefaultFields(tenants, withoutRequired(inputSchema(TenantDefaults)));
  const spec = mapAt(mapAt(schema, "properties"), "spec");
  return {
    ...schema,
    properties: {
      ...mapAt(schema, "properties"),
      spec: { ...spec, properties: { ...mapAt(spec, "properties"), tenants: replaced } },
    },
  };
}

/** One level of the settings for tenants, and the levels of its groups. */
function withDefaultFields(level: RawMap, { properties, additionalProperties }: RawMap): RawMap {
  const fields = { properties, additionalProperties };
  const { defaults, groups, ...others } = mapAt(level, "properties");
  const { propertyNames: _names, ...described } = isMap(defaults) ? defaults : {};
  return {
    ...level,
    properties: {
      defaults: { ...described, ...fields },
      ...others,
      ...(isMap(groups)
        ? {
            groups: {
              ...groups,
              additionalProperties: withDefaultFields(mapAt(groups, "additionalProperties"), fields),
            },
          }
        : {}),
    },
  };
}

function withoutFields(schema: RawMap, names: readonly string[]): RawMap {
  const properties = Object.entries(mapAt(schema, "properties")).filter(([key]) => !names.includes(key));
  return { ...schema, properties: Object.fromEntries(properties) };
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

/** The JSON Schema of an input before defaults are applied. */
export function inputSchema(schema: z.ZodType): RawMap {
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
