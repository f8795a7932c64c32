import ipaddr from "ipaddr.js";
import { z } from "zod";
import { nanos, quantity } from "../models/quantity.ts";

/**
 * The words that all three kinds share. Classes of characters are ASCII and never combined with the i and u flags:
 * /[a-z]/iu also matches the Kelvin sign.
 */

/** A schema with what editors and the field reference show of it. */
export function field<T extends z.ZodType>(schema: T, description: string, example: unknown): T {
  return schema.meta({ description, examples: [example] });
}

/** The example of an object that is made of its fields' own examples. */
export function exampleOf({ shape }: z.ZodObject): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, metaOf(value)?.["examples"]?.[0]]));
}

/** What was said of a field, whether or not it may be left out. */
export function metaOf(
  schema: z.core.$ZodType,
): { readonly description?: string; readonly examples?: readonly unknown[] } | undefined {
  const own = z.globalRegistry.get(schema);
  if (own !== undefined) return z.strictObject({ description: z.string(), examples: z.array(z.unknown()) }).parse(own);
  const wrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return wrapped ? metaOf(schema.def.innerType) : undefined;
}

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

export const TenantName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$/,
    "a tenant's name is a-z, 0-9 and -, begins with a letter, and has at most 50 characters",
  )
  .brand<"TenantName">();
export type TenantName = z.infer<typeof TenantName>;

export const ClusterName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/,
    "a cluster's name is a-z, 0-9 and -, begins with a letter, and has at most 30 characters",
  )
  .brand<"ClusterName">();
export type ClusterName = z.infer<typeof ClusterName>;

/** Words for whoever is on every cluster: answers about who reaches whom use them, so nothing else is called so. */
const endpointWords: ReadonlySet<string> = new Set([
  "operator",
  "seldon-pod",
  "dns",
  "dns-node-local",
  "prometheus",
  "api-server",
  "stranger",
  "internet",
  "metadata",
]);

export function isEndpointWord(name: string): boolean {
  return endpointWords.has(name) || name.startsWith("shared-");
}

/** DNS-1123 label: namespaces, models, pipelines, experiments, references. */
export const Name = z.string().regex(label, "a name is a-z, 0-9 and -, and has at most 63 characters");

/** Names that Seldon's runtime gives to what it makes in the same namespace (2.9.1). */
const runtimeName = /^(seldon-|hodometer|agent-role$)/;

/** A Server's name becomes a StatefulSet (52, for the revision's hash) and Services, which begin with a letter. */
export const ServerName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/,
    "a Server's name is a-z, 0-9 and -, begins with a letter, and has at most 52 characters",
  )
  .refine((name) => !runtimeName.test(name), "seldon-… and hodometer are what Seldon itself runs here");

/** Accounts and roles lie beside those that Seldon makes. */
export const AccountName = Name.refine(
  (name) => name !== "default",
  "the default ServiceAccount gets no role: name one of your own",
).refine((name) => !runtimeName.test(name), "seldon-… and hodometer are Seldon's own");
export const RoleName = Name.refine(
  (name) => !runtimeName.test(name),
  "seldon-…, hodometer… and agent-role are Seldon's own",
);

/** A Server's volumes are called <type>-models-<server>-<replica>, the scheduler's scheduler-state-…. */
export const ClaimName = Name.refine(
  (name) => !/^((mlserver|triton)-models|scheduler-state)-/.test(name),
  "Seldon's own volumes are called so",
);

export const SecretKey = z.string().regex(/^[-._a-zA-Z0-9]{1,253}$/, "a key is letters, digits, -, _ and .");

export const LabelKey = z
  .string()
  .regex(
    /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
    "a label's key is an optional domain, /, and at most 63 letters, digits, -, _ and .",
  );
export const LabelValue = z
  .string()
  .regex(
    /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
    "a label's value is at most 63 letters, digits, -, _ and .",
  );
export const Labels = z.record(LabelKey, LabelValue);
export const Annotations = z.record(LabelKey, z.string().max(1000));
/** Labels that select pods: none would select them all. */
export const PodLabels = Labels.refine(
  (labels) => Object.keys(labels).length > 0,
  "give at least one label: none selects every pod",
);

/** A list in which nothing stands twice. */
export function distinct<T extends z.ZodArray>(list: T): T {
  return list.refine(
    (items) => new Set(items.map((item) => JSON.stringify(item))).size === items.length,
    "something stands twice",
  );
}

/** One line for people. It ends up in Markdown and YAML, so it holds no markup and no control characters. */
export const Line = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[\p{L}\p{N} .,:;'&()/#%+_-]+$/u, "plain words in one line, without markup");

const quantityForm = /^[0-9]{1,15}(\.[0-9]{1,3})?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
export const Quantity = z
  .union([
    z.string().regex(quantityForm, "a quantity is a number with an optional suffix: 250m, 2, 16Gi"),
    z.number().nonnegative(),
  ])
  .transform((value, context) => {
    const canonical = quantity(value);
    if (canonical !== undefined) return canonical;
    context.addIssue({ code: "custom", message: "a quantity is a number with an optional suffix: 250m, 2, 16Gi" });
    return z.NEVER;
  });
export type Quantity = z.infer<typeof Quantity>;

/** The size of something that has to exist. */
export const Size = Quantity.refine((size) => nanos(size) > 0n, "more than nothing");

export const Port = z.int().min(1).max(65535);
export const Protocol = z.enum(["TCP", "UDP", "SCTP"]);
export const Count = z.int().min(0).max(100_000);
export const Replicas = z.int().min(1).max(1_000);

/** Canonical CIDR, as the API server demands of NetworkPolicies: no host bits, prefix within the family's length. */
export const Cidr = z.string().max(49).refine(isCidr, "a CIDR names a network: 10.0.0.0/8, without host bits");

export const Address = z.string().max(45).refine(ipaddr.isValid, "an IP address");

export const Image = z
  .string()
  .max(255)
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[a-f0-9]{64})?$/,
    "an image names its registry: docker.io/seldonio/mlserver:1.7.1",
  )
  .refine(
    (image) => image.includes("@") || /:(?!latest$)[^/:]+$/.test(image),
    "an image needs a tag other than latest, or a digest",
  );

/** A day, as ISO 8601 writes it. */
export const ISODate = z.iso.date("a day is written 2027-06-30");

/** How Seldon can be laid out on a cluster; `patterns/` says what each means. */
export const PatternName = z.enum(["standard", "scoped", "enhanced", "dedicated"]);
export type PatternName = z.infer<typeof PatternName>;

export const SeldonVersion = z.string().regex(/^[0-9]+\.[0-9]+\.[0-9]+$/, "a version: 2.9.1");

export const PodSecurityLevel = z.enum(["privileged", "baseline", "restricted"]);
export type PodSecurityLevel = z.infer<typeof PodSecurityLevel>;

/** Environment of a container: names as the shell takes them, values as text. */
export const Environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "a variable's name is letters, digits and _"),
  z.string().max(4096),
);

function isCidr(text: string): boolean {
  try {
    const [address, length] = ipaddr.parseCIDR(text);
    const network =
      address.kind() === "ipv4" ? ipaddr.IPv4.networkAddressFromCIDR(text) : ipaddr.IPv6.networkAddressFromCIDR(text);
    return `${network.toString()}/${length}` === text;
  } catch {
    return false;
  }
}
