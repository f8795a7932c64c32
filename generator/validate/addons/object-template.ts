import { z } from "zod";
import { field } from "../terms.ts";

/** A contract that something on the cluster provides. */
export const ContractCondition = z.enum([
  "mesh",
  "gateway",
  "loadBalancers",
  "registry",
  "monitoring",
  "objectStore",
  "experimentTracking",
  "streaming",
  "secrets",
  "certificates",
  "database",
]);

/** Facts of a cluster that a template can depend on: a contract that something provides, or a setting that has a value. */
const Condition = z
  .string()
  .max(100)
  .regex(
    new RegExp(`^(${ContractCondition.options.join("|")}|settings\\.[a-z][A-Za-z0-9]*)$`),
    "it must be the name of a contract, or settings.<name>",
  );

/** An object of Kubernetes with placeholders, in the fields that every object has. */
export const TemplateObject = z
  .looseObject({
    apiVersion: field(
      z
        .string()
        .regex(/^([a-z0-9][a-z0-9.-]*\/)?v[0-9][a-z0-9]*$/, "it must be <group>/<version>: kafka.strimzi.io/v1"),
      "API version of the object.",
      "metallb.io/v1beta1",
    ),
    kind: field(
      z.string().regex(/^[A-Z][A-Za-z0-9]{0,62}$/, "it must be the name of a kind: IPAddressPool"),
      "Kind of the object.",
      "IPAddressPool",
    ),
    metadata: field(
      z.looseObject({
        name: field(z.string().min(1).max(253), "Name of the object. It may contain placeholders.", "{item.key}"),
      }),
      "Metadata of the object, without a namespace: the Application sets it.",
      { name: "{item.key}" },
    ),
  })
  .superRefine(({ kind, metadata, ...fields }, context) => {
    if (Object.hasOwn(metadata, "namespace"))
      context.addIssue({
        code: "custom",
        path: ["metadata", "namespace"],
        message: "an object of an add-on has the namespace of its Application",
        params: { hint: "Remove metadata.namespace, and set the namespace next to the object's template." },
      });
    // Argo CD and kustomize apply the items, whatever their kinds.
    if (kind.endsWith("List") && Object.hasOwn(fields, "items"))
      context.addIssue({
        code: "custom",
        path: ["items"],
        message: "a list contains objects that the add-on's file does not declare",
        params: { hint: "Write each object of the list as a separate template." },
      });
  });

export type TemplateObject = z.infer<typeof TemplateObject>;

const SettingsMap = z.string().regex(/^settings\.[a-z][A-Za-z0-9]*$/, "it must be settings.<name> of a map");

const Selected = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** The path of a value of a chart. */
export const ValuePath = z
  .string()
  .max(300)
  .regex(/^[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*$/, "it must be the path of a value: prometheus.serviceMonitor.enabled");

/** An entry that is appended to a list in the values of a chart. */
export const ValueEntry = z.strictObject({
  at: field(ValuePath, "Path of the list in the values. A number is the position in a list.", "s3.createBuckets"),
  entry: field(
    z.union([z.string().max(1000), z.record(z.string(), z.unknown())]),
    "The entry: a text or a map, with placeholders.",
    { name: "tenant-{tenant}" },
  ),
});

/** An entry of a list in the values for each entry of a map of the settings. */
export const SettingEntry = z.strictObject({
  forEach: field(
    SettingsMap,
    "A map of the settings. The list gets an entry for each of its entries, with `{item.key}` and `{item.<field>}`.",
    "settings.buckets",
  ),
  where: field(Selected, "Only entries with these values.", { tenants: "read" }).optional(),
  ...ValueEntry.shape,
});
export type SettingEntry = z.infer<typeof SettingEntry>;

/** An object of an add-on: its condition, the map that repeats it, and the object with placeholders. */
export const ObjectTemplate = z.strictObject({
  when: field(
    Condition,
    "The object exists only if this fact is true on the cluster. A setting is true if it has a value other than `false`.",
    "monitoring",
  ).optional(),
  forEach: field(
    SettingsMap,
    "A map of the settings. The object exists once for each entry, with `{item.key}` and `{item.<field>}`.",
    "settings.pools",
  ).optional(),
  where: field(Selected, "With `forEach`: only entries with these values.", { for: "tenants" }).optional(),
  object: field(TemplateObject, "The object. Texts may contain placeholders.", {
    apiVersion: "metallb.io/v1beta1",
    kind: "L2Advertisement",
    metadata: { name: "all" },
    spec: {},
  }),
});
export type ObjectTemplate = z.infer<typeof ObjectTemplate>;
