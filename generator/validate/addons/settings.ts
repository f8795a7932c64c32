import { z } from "zod";
import { field, Line } from "../terms.ts";
import { accepts, isFilledLater } from "./setting-values.ts";

/** The types of settings. `settingSchemas` in setting-values.ts has the values of each. */
export const settingTypes = [
  "text",
  "number",
  "boolean",
  "quantity",
  "name",
  "host",
  "address",
  "addresses",
  "addressMap",
  "storageClass",
] as const;

/** Name of a setting or of its field: one word, because placeholders contain it. */
export const SettingName = z
  .string()
  .regex(
    /^[a-z][A-Za-z0-9]{0,39}$/,
    "a setting's name contains only letters and digits, and begins with a small letter",
  );

const Scalar = {
  type: field(
    z.enum(settingTypes),
    "Type of the value. `addresses` is a list of networks and ranges: 192.168.1.208/28 or 192.168.1.10-192.168.1.20. `addressMap` contains addresses by name.",
    "quantity",
  ),
  description: field(Line, "Meaning of the value.", "Size of the volume of each broker"),
  oneOf: field(z.array(z.string().max(100)).min(1).max(50), "The allowed texts.", ["layer2", "bgp"]).optional(),
  optional: field(z.boolean(), "Whether the setting can be omitted without a default.", true).default(false),
  default: field(z.unknown(), "The value on clusters that set no value.", "100Gi").optional(),
};

const ScalarSetting = z.strictObject(Scalar).superRefine((setting, context) => {
  if (setting.default === undefined || isFilledLater(setting.default) || accepts(setting, setting.default)) return;
  context.addIssue({
    code: "custom",
    path: ["default"],
    message: "the setting does not accept its own default",
    params: {
      hint:
        setting.oneOf === undefined ? `Its type is ${setting.type}.` : `It must be one of ${setting.oneOf.join(", ")}.`,
    },
  });
});

/** One value that a cluster gives to an add-on, or a map of entries with fields, for `forEach`. */
export const Setting = z.union([
  ScalarSetting,
  z.strictObject({
    type: field(z.literal("map"), "A map whose keys the cluster's file chooses.", "map"),
    description: field(Line, "Meaning of the map.", "Address pools by name"),
    fields: field(z.record(SettingName, ScalarSetting), "Fields of each entry.", {
      addresses: { type: "addresses", description: "Networks and ranges of the pool" },
    }),
    optional: field(z.boolean(), "Whether the map can be omitted.", true).default(false),
  }),
]);
export type Setting = z.infer<typeof Setting>;
export type ScalarSetting = z.infer<typeof ScalarSetting>;

/** The settings that variants add to those of an add-on, with the name of the variant. */
export function variantSettings(
  variants: Readonly<Record<string, unknown>>,
): readonly (readonly [variant: string, settings: Readonly<Record<string, Setting>>])[] {
  return Object.entries(variants).flatMap(([variant, differences]) => {
    const written = z.object({ settings: z.record(SettingName, Setting) }).safeParse(differences);
    return written.success ? [[variant, written.data.settings] as const] : [];
  });
}
