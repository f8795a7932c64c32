import ipaddr from "ipaddr.js";
import { z } from "zod";
import { nanos, parseQuantity, quantityForm } from "../models/quantity.ts";
import { modelsVolume } from "../models/seldon/servers/inference-server.ts";
import { inferenceServers } from "../models/seldon/servers/table.ts";

/**
 * The words that all three kinds share. Classes of characters are ASCII and never combined with the i and u flags:
 * /[a-z]/iu also matches the Kelvin sign.
 */

/** A schema with what editors, the field reference and hints show of it. */
export function field<T extends z.ZodType>(schema: T, description: string, ...examples: readonly unknown[]): T {
  return schema.meta({ description, examples: [...examples] });
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
const seldonVolumes = [...inferenceServers.map(modelsVolume), "scheduler-state"];
export const ClaimName = Name.refine(
  (name) => !seldonVolumes.some((volume) => name.startsWith(`${volume}-`)),
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
export function distinctItems<T extends z.ZodArray>(list: T): T {
  return list.superRefine((items, context) => {
    const seen = new Map<string, number>();
    for (const [index, item] of items.entries()) {
      const text = JSON.stringify(item);
      const first = seen.get(text);
      seen.set(text, first ?? index);
      if (first === undefined) continue;
      context.addIssue(formProblem("given twice", "Keep one of the two.", [index]));
      return;
    }
  });
}

/** A type and no interface: zod wants it to be a record too. */
type FormProblem = {
  code: "custom";
  message: string;
  path: number[];
  params: { hint: string };
};

/** What is wrong with a value, and what to write instead, where examples of the field do not say it. */
function formProblem(message: string, hint: string, path: readonly number[] = []): FormProblem {
  return { code: "custom", message, path: [...path], params: { hint } };
}

/** One line for people. It ends up in Markdown and YAML, so it holds no markup and no control characters. */
export const Line = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[\p{L}\p{N} .,:;'&()/#%+_-]+$/u, "plain words in one line, without markup");

const notAQuantity = "a quantity is a number and one of m, k, M, G, T, Ki, Mi, Gi, Ti, or a number alone";
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

/** The size of something that has to exist. */
export const Size = QuantityText.refine((size) => nanos(size) > 0n, "more than nothing");

export const PortNumber = z.int().min(1).max(65535);
export const TransportProtocol = z.enum(["TCP", "UDP", "SCTP"]);
export const Count = z.int().min(0).max(100_000);
export const Replicas = z.int().min(1).max(1_000);

/** Canonical CIDR, as the API server demands of NetworkPolicies: no host bits, prefix within the family's length. */
export const Cidr = z
  .string()
  .max(300)
  .superRefine((text, context) => {
    if (!isCidr(text)) context.addIssue(aboutCidr(text));
  });

export const IpAddress = z.string().max(45).refine(ipaddr.isValid, "an IP address");

/** What it is pinned to, and where it comes from, is looked at together: `references/images.ts`. */
export const Image = z
  .string()
  .max(255)
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[a-f0-9]{64})?$/,
    "an image names its registry: docker.io/seldonio/mlserver:1.7.1",
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

/** What somebody wrote where a network is meant: mostly an address, or a host's name. */
function aboutCidr(text: string): FormProblem {
  const [address = "", length = ""] = text.split("/");
  if (ipaddr.isValid(text)) {
    const whole = ipaddr.parse(text).kind() === "ipv4" ? 32 : 128;
    return formProblem("an address without the length of its network", `For this one address: ${text}/${whole}`);
  }
  if (ipaddr.isValid(address) && /^\d{1,3}$/.test(length)) {
    const network = networkOf(text);
    return network === undefined
      ? formProblem("a network's length is 0 to 32, and 0 to 128 of IPv6", "For example: 203.0.113.0/24")
      : formProblem("a CIDR names a network, without host bits", `Did you mean ${network}?`);
  }
  return /[a-z]/i.test(text) && /^([a-z][a-z0-9+.-]*:\/\/)?[\w*-]+(\.[\w*-]+)+/i.test(text)
    ? formProblem(
        "network policies know no host names",
        "Write the networks that the host's addresses lie in, as its owner publishes them: 203.0.113.0/24. Where they change, have the platform offer a proxy as a service, and name that under network.needs.",
      )
    : formProblem("a CIDR is an address, / and a length", "For example: 203.0.113.0/24");
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
