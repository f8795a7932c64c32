import { z } from "zod";
import { addressRange } from "../address-ranges.ts";
import { Cidr, distinctItems, IpAddress, Name, QuantityText } from "../terms.ts";
import type { ScalarSetting, Setting } from "./settings.ts";

/** A network, or a range with its first and last address. */
const Addresses = z
  .string()
  .max(100)
  .superRefine((text, context) => {
    if (text.includes("-") ? addressRange(text) !== undefined : Cidr.safeParse(text).success) return;
    context.addIssue({
      code: "custom",
      message: "it must be a network, or a range from the first to the last address",
      params: { hint: "For example: 192.168.1.208/28, or 192.168.1.10-192.168.1.20." },
    });
  });

/** The schema of the values of each type of setting. */
const settingSchemas: Readonly<Record<ScalarSetting["type"], z.ZodType>> = {
  text: z.string().max(500),
  number: z.number(),
  boolean: z.boolean(),
  quantity: QuantityText,
  name: Name,
  host: z
    .string()
    .max(253)
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$/, "it must be a host, with or without a port"),
  address: IpAddress,
  addresses: distinctItems(z.array(Addresses).min(1).max(100)),
  addressMap: z.record(Name, IpAddress),
  storageClass: Name,
};

/** The schema of all settings of an add-on, as a cluster's file writes them. */
export function settingsSchema(settings: Readonly<Record<string, Setting>>): z.ZodType<Record<string, unknown>> {
  return z.strictObject(shapeOf(settings)) as unknown as z.ZodType<Record<string, unknown>>;
}

function shapeOf(settings: Readonly<Record<string, Setting>>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, schemaOf(setting)]));
}

function schemaOf(setting: Setting): z.ZodType {
  if (setting.type === "map") {
    const entries = z.record(Name, z.strictObject(shapeOf(setting.fields)));
    return setting.optional ? entries.default({}) : entries;
  }
  const { oneOf, optional, type } = setting;
  const schema = oneOf === undefined ? settingSchemas[type] : z.enum(oneOf);
  if (setting.default !== undefined)
    // A default with a placeholder gets its value later, from the facts of the cluster.
    return typeof setting.default === "string" && setting.default.includes("{")
      ? schema.default(setting.default)
      : schema.prefault(setting.default as never);
  return optional ? schema.optional() : schema;
}
