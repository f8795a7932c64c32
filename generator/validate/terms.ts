import ipaddr from "ipaddr.js";
import { z } from "zod";
import { forbiddenKeys } from "../load/parse-yaml.ts";
import { nanos, parseQuantity, quantityForm } from "../models/quantity.ts";
import { modelsVolume } from "../models/seldon/servers/inference-server.ts";
import { inferenceServers } from "../models/seldon/servers/table.ts";
import { didYouMean } from "../text/nearest.ts";

/**
 * The types that all three kinds of files share. Character classes are ASCII and never combined with the i and u flags,
 * because /[a-z]/iu also matches the Kelvin sign.
 */

/** A schema with the description and the examples that editors, the field reference and hints show. */
export function field<T extends z.ZodType>(schema: T, description: string, ...examples: readonly unknown[]): T {
  return schema.meta({ description, examples: [...examples] });
}

/** The example of an object, made of the examples of its fields. */
export function exampleOf({ shape }: z.ZodObject): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, metaOf(value)?.["examples"]?.[0]]));
}

/** The description and examples of a field, also of an optional one. */
export function metaOf(
  schema: z.core.$ZodType,
): { readonly description?: string; readonly examples?: readonly unknown[] } | undefined {
  const meta = z.globalRegistry.get(schema);
  if (meta !== undefined)
    return z.strictObject({ description: z.string(), examples: z.array(z.unknown()) }).parse(meta);
  const wrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return wrapped ? metaOf(schema.def.innerType) : undefined;
}

export const SoftwareVersion = z
  .string()
  .regex(
    /^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){1,2}$/,
    "it must be a minor or a full version, without v: 1.34 or 1.34.4",
  );

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const notKey = "this word is not allowed as a name";

function canBeKey(name: string): boolean {
  return !forbiddenKeys.has(name);
}

export const TenantName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$/,
    "a tenant's name contains only a-z, 0-9 and -, begins with a letter, and has at most 50 characters",
  )
  .refine(canBeKey, notKey)
  .brand<"TenantName">();
export type TenantName = z.infer<typeof TenantName>;

export const ClusterName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/,
    "a cluster's name contains only a-z, 0-9 and -, begins with a letter, and has at most 30 characters",
  )
  .refine(canBeKey, notKey)
  .brand<"ClusterName">();
export type ClusterName = z.infer<typeof ClusterName>;

/** Names of endpoints that exist on every cluster. Answers about reach use them, so they are reserved. */
const endpointWords: ReadonlySet<string> = new Set([
  "operator",
  "seldon-pod",
  "dns",
  "dns-node-local",
  "prometheus",
  "api-server",
  "nodes",
  "own-node",
  "unrelated-pod",
  // The name of unrelated-pod until version 0.3.
  "stranger",
  "internet",
  "metadata",
]);

export function isReservedEndpointName(name: string): boolean {
  return endpointWords.has(name) || name.startsWith("shared-");
}

/** DNS-1123 label: namespaces, models, pipelines, experiments, references. */
export const Name = z
  .string()
  .regex(label, "a name contains only a-z, 0-9 and -, and has at most 63 characters")
  .refine(canBeKey, notKey);

/** Names of objects that Seldon's runtime creates in the same namespace (2.9.1). */
const runtimeName = /^(seldon-|hodometer|agent-role$)/;

/** A Server's name becomes a StatefulSet (52, for the revision's hash) and Services, which begin with a letter. */
export const ServerName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/,
    "a Server's name contains only a-z, 0-9 and -, begins with a letter, and has at most 52 characters",
  )
  .refine(
    (name) => !runtimeName.test(name),
    "names that begin with seldon- or hodometer are reserved for Seldon's components",
  );

/** Accounts and roles share the namespace with those that Seldon creates. */
export const AccountName = Name.refine(
  (name) => name !== "default",
  "the default ServiceAccount must not have a role: use another name",
).refine(
  (name) => !runtimeName.test(name),
  "names that begin with seldon- or hodometer are reserved for Seldon's components",
);
export const RoleName = Name.refine(
  (name) => !runtimeName.test(name),
  "the name agent-role, and names that begin with seldon- or hodometer, are reserved for Seldon's components",
);

/** A Server's volumes have the name <type>-models-<server>-<replica>, the scheduler's have the prefix scheduler-state-. */
const seldonVolumes = [...inferenceServers.map(modelsVolume), "scheduler-state"];
export const ClaimName = Name.refine(
  (name) => !seldonVolumes.some((volume) => name.startsWith(`${volume}-`)),
  "names with this prefix are reserved for Seldon's volumes",
);

export const SecretKey = z
  .string()
  .regex(
    /^(?!\.$|\.\.)[-._a-zA-Z0-9]{1,253}$/,
    "a key contains only letters, digits, -, _ and ., and does not begin with ..",
  );

export const LabelKey = z
  .string()
  .regex(
    /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
    "a label's key is an optional domain and /, followed by at most 63 letters, digits, -, _ and .",
  );
export const LabelValue = z
  .string()
  .regex(
    /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
    "a label's value is at most 63 letters, digits, -, _ and .",
  );
export const Labels = z.record(LabelKey, LabelValue);
/** Whether Tenantry or the API server sets a label of a namespace: policies select namespaces by it. */
function isOwnedLabel(key: string): boolean {
  return key.startsWith("tenantry.dev/") || key === "kubernetes.io/metadata.name";
}
/** Labels of a namespace. With a label that Tenantry sets, the policies of tenants would select it. */
export const FurtherLabels = Labels.superRefine((labels, context) => {
  for (const key of Object.keys(labels).filter(isOwnedLabel))
    context.addIssue({
      code: "custom",
      path: [key],
      message: "the label means the owner or the name of the namespace",
      params: { hint: "Remove the label, or use another prefix." },
    });
});
export const Annotations = z.record(LabelKey, z.string().max(1000));
/** Labels that select pods. An empty map would select all pods. */
export const PodLabels = Labels.refine(
  (labels) => Object.keys(labels).length > 0,
  "it must contain at least one label, because an empty map selects every pod",
);

/** A list without duplicates. */
export function distinctItems<T extends z.ZodArray>(list: T): T {
  return list.superRefine((items, context) => {
    const seen = new Map<string, number>();
    for (const [index, item] of items.entries()) {
      const text = JSON.stringify(item);
      const first = seen.get(text);
      seen.set(text, first ?? index);
      if (first === undefined) continue;
      context.addIssue(formProblem("duplicate item", "Remove one of the two items.", [index]));
      return;
    }
  });
}

/** A type and not an interface, because zod requires it to be a record too. */
type FormProblem = {
  code: "custom";
  message: string;
  path: number[];
  params: { hint: string };
};

/** A fault of a value with its own hint, for cases in which the field's examples are not enough. */
function formProblem(message: string, hint: string, path: readonly number[] = []): FormProblem {
  return { code: "custom", message, path: [...path], params: { hint } };
}

/** One line of text. It is copied to Markdown and YAML, so it must not contain markup or control characters. */
export const Line = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[\p{L}\p{N} .,:;'&()/#%+_-]+$/u, "it must be one line of plain text, without markup");

const notAQuantity = "a quantity is a number, with an optional suffix: m, k, M, G, T, Ki, Mi, Gi, Ti";
export const QuantityText = z
  .union([z.string().regex(quantityForm, notAQuantity), z.number().nonnegative()])
  .transform((value, context) => {
    const canonical = parseQuantity(value);
    if (canonical !== undefined) return canonical;
    context.addIssue({ code: "custom", message: notAQuantity });
    return z.NEVER;
  });
export type QuantityText = z.infer<typeof QuantityText>;

/** CPU of a container. */
export function cpu<T extends z.ZodType>(schema: T, description: string): T {
  return field(schema, description, "250m", "2");
}

/** Memory of a container or a model. */
export function memory<T extends z.ZodType>(schema: T, description: string): T {
  return field(schema, description, "256Mi", "4Gi");
}

/** A size that must be greater than 0. */
export const Size = QuantityText.refine((size) => nanos(size) > 0n, "it must be greater than 0");

export const PortNumber = z.int().min(1).max(65535);
export const TransportProtocol = z.enum(["TCP", "UDP", "SCTP"]);
export const Count = z.int().min(0).max(100_000);
export const Replicas = z.int().min(1).max(1_000);

/** Canonical CIDR, as the API server requires in NetworkPolicies: no host bits, prefix length valid for the family. */
export const Cidr = z
  .string()
  .max(300)
  .superRefine((text, context) => {
    if (!isCidr(text)) context.addIssue(aboutCidr(text));
  });

export const IpAddress = z.string().max(45).refine(ipaddr.isValid, "it must be an IP address");

/** An image reference. `references/images.ts` checks its tag or digest and its registry together. */
export const Image = z
  .string()
  .max(255)
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[a-f0-9]{64})?$/,
    "an image must name its registry: docker.io/seldonio/mlserver:1.7.1",
  );

/** The host of a registry, with its port if it has one. */
export const RegistryHost = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?(:[0-9]{1,5})?$/, "it must be a registry's host: harbor.acme.test");

/** A date in the form of ISO 8601. */
export const ISODate = z.iso.date("a date has the format 2027-06-30");

/** The ways to install Seldon on a cluster. `patterns/` defines them. */
export const PatternName = z.enum(["standard", "scoped", "enhanced", "dedicated"]);
export type PatternName = z.infer<typeof PatternName>;

export const SeldonVersion = z.string().regex(/^[0-9]+\.[0-9]+\.[0-9]+$/, "it must be a version: 2.9.1");

export const PodSecurityLevel = z.enum(["privileged", "baseline", "restricted"]);
export type PodSecurityLevel = z.infer<typeof PodSecurityLevel>;

/** Environment of a container: names that a shell accepts, values as strings. */
export const Environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "a variable's name contains only letters, digits and _"),
  z.string().max(4096),
);

/** The problem of a text that is not a CIDR. Mostly it is an address or a host name. */
function aboutCidr(text: string): FormProblem {
  const [address = "", length = ""] = text.split("/");
  if (ipaddr.isValid(text)) {
    const whole = ipaddr.parse(text).kind() === "ipv4" ? 32 : 128;
    return formProblem("missing prefix length after the address", `For this single address, write ${text}/${whole}`);
  }
  if (ipaddr.isValid(address) && /^\d{1,3}$/.test(length)) {
    const network = networkOf(text);
    return network === undefined
      ? formProblem("a prefix length must be 0 to 32, or 0 to 128 for IPv6", "For example: 203.0.113.0/24")
      : formProblem("a CIDR must not have host bits set", didYouMean(network));
  }
  return /[a-z]/i.test(text) && /^([a-z][a-z0-9+.-]*:\/\/)?[\w*-]+(\.[\w*-]+)+/i.test(text)
    ? formProblem(
        "network policies do not support host names",
        "Write the networks that the host's owner publishes, for example 203.0.113.0/24. If these networks change often, have the platform team declare a proxy as a platform service, and list this service under network.needs.",
      )
    : formProblem("a CIDR consists of an address, / and a prefix length", "For example: 203.0.113.0/24");
}

function networkOf(text: string): string | undefined {
  try {
    const [address, length] = ipaddr.parseCIDR(text);
    const kind = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
    return `${kind.networkAddressFromCIDR(text).toString()}/${length}`;
  } catch {
    return undefined;
  }
}

function isCidr(text: string): boolean {
  return networkOf(text) === text;
}
