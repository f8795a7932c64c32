import { z } from "zod";
import { poolRange } from "../address-ranges.ts";
import { Cidr, distinctItems, field, IpAddress, Name, QuantityText } from "../terms.ts";
import type { ScalarSetting, Setting } from "./settings.ts";

/** A network, or a range with its first and last address. */
const Addresses = z
  .string()
  .max(100)
  .superRefine((text, context) => {
    if (text.includes("-") ? poolRange(text) !== undefined : Cidr.safeParse(text).success) return;
    context.addIssue({
      code: "custom",
      message: "it must be a network, or a range from the first to the last address",
      params: { hint: "For example: 192.168.1.208/28, or 192.168.1.10-192.168.1.20." },
    });
  });

const Host = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$/, "it must be a host, with or without a port");

/** A line break in a text can end the value of a program that reads it in another format. */
const Text = z
  .string()
  .min(1, "it must not be empty")
  .max(500)
  .regex(/^\P{Cc}*$/u, "it must be one line");

/** The schema of the values of each type of setting, with an example. */
const settingSchemas: Readonly<Record<ScalarSetting["type"], readonly [schema: z.ZodType, example: unknown]>> = {
  text: [Text, "text"],
  number: [z.number(), 3],
  boolean: [z.boolean(), true],
  quantity: [QuantityText, "20Gi"],
  name: [Name, "standard"],
  host: [Host, "models.acme.test"],
  address: [IpAddress, "192.168.1.208"],
  addresses: [distinctItems(z.array(Addresses).min(1).max(100)), ["192.168.1.208/28"]],
  addressMap: [z.record(Name, IpAddress), { ingress: "192.168.1.208" }],
  storageClass: [Name, "standard"],
};

/** The schema of all settings of an add-on, as a cluster's file writes them. */
export function settingsSchema(settings: Readonly<Record<string, Setting>>): z.ZodObject {
  return z.strictObject(shapeOf(settings));
}

/** A default with a placeholder gets its value later, from the facts of the cluster. */
export function isFilledLater(value: unknown): boolean {
  return typeof value === "string" && value.includes("{");
}

/** Whether a cluster's file can contain this value of a setting. */
export function accepts({ type, oneOf }: Pick<ScalarSetting, "type" | "oneOf">, value: unknown): boolean {
  const [values] = settingSchemas[type];
  return oneOf === undefined ? values.safeParse(value).success : oneOf.some((allowed) => allowed === value);
}

/** Whether an entry of a map can have this value in a field: `where` compares values without conversion. */
export function canBe(setting: ScalarSetting, value: unknown): boolean {
  const [values] = settingSchemas[setting.type];
  if (setting.oneOf !== undefined) return setting.oneOf.some((allowed) => allowed === value);
  const { data } = values.safeParse(value);
  return data === value;
}

function shapeOf(settings: Readonly<Record<string, Setting>>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, schemaOf(setting)]));
}

function schemaOf(setting: Setting): z.ZodType {
  if (setting.type === "map") {
    const fields = shapeOf(setting.fields);
    const example = Object.entries(setting.fields).map(([name, scalar]) => [name, exampleOfSetting(scalar)] as const);
    const entries = field(z.record(Name, z.strictObject(fields)), sentence(setting.description), {
      name: Object.fromEntries(example),
    });
    return setting.optional ? entries.default({}) : entries;
  }
  const { oneOf, optional, type, description } = setting;
  const [values] = settingSchemas[type];
  const schema = field(oneOf === undefined ? values : z.enum(oneOf), sentence(description), exampleOfSetting(setting));
  if (setting.default !== undefined)
    return isFilledLater(setting.default) ? schema.default(setting.default) : schema.prefault(setting.default as never);
  return optional ? schema.optional() : schema;
}

function sentence(description: string): string {
  return description.endsWith(".") ? description : `${description}.`;
}

function exampleOfSetting({ default: usual, oneOf, type }: ScalarSetting): unknown {
  return (isFilledLater(usual) ? undefined : usual) ?? oneOf?.[0] ?? settingSchemas[type][1];
}
