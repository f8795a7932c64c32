import { z } from "zod";
import { exampleOf, field, Line, Name, SecretKey } from "../terms.ts";

/** The form of the value of a key. It decides how a person creates the value. */
const keyFormats = ["text", "password", "htpasswd", "certificate", "privateKey", "json"] as const;

const AddonSecretKey = z
  .strictObject({
    format: field(
      z.enum(keyFormats),
      "Form of the value. `text`: a value that another system or person gives. `password`: random letters and digits. `htpasswd`: a user and the bcrypt hash of a password of the same Secret. `certificate` and `privateKey`: a pair that signs for itself. `json`: a document.",
      "password",
    ),
    length: field(z.int().min(8).max(128), "Exact length of a `password`, if the software needs one.", 16).optional(),
    user: field(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "it must contain only letters, digits, ., _ and -"),
      "The user of an `htpasswd`.",
      "harbor_registry_user",
    ).optional(),
    of: field(
      SecretKey,
      "The key of the same Secret with the password of an `htpasswd`.",
      "REGISTRY_PASSWD",
    ).optional(),
    description: field(Line, "Where a value comes from that a person gives.", "The login of the database").optional(),
  })
  .superRefine(({ format, length, user, of }, context) => {
    const problem = (path: string, message: string): void =>
      context.addIssue({ code: "custom", path: [path], message });
    if (length !== undefined && format !== "password") problem("length", "only a password has a length");
    for (const [name, value] of Object.entries({ user, of }))
      if ((value === undefined) === (format === "htpasswd"))
        problem(name, value === undefined ? `an htpasswd needs ${name}` : `only an htpasswd has ${name}`);
  });
export type AddonSecretKey = z.infer<typeof AddonSecretKey>;

/** A Secret that must exist before the pods of an add-on start, and that the add-on's charts do not create. */
export const AddonSecret = z
  .strictObject({
    namespace: field(Name, "Namespace of the Secret: one of the add-on's namespaces.", "mlflow"),
    type: field(z.enum(["Opaque", "kubernetes.io/tls"]), "Type of the Secret.", "Opaque").default("Opaque"),
    description: field(Line, "Purpose of the Secret.", "The login of the server at the database"),
    keys: field(
      z.record(SecretKey, AddonSecretKey).refine((keys) => Object.keys(keys).length > 0, "it must contain a key"),
      "The keys of the Secret, each with its format.",
      { username: { format: "text" }, password: { format: "text" } },
    ),
    usedBy: field(z.array(Name).min(1).max(30), "Workloads and Applications of the add-on that use the Secret.", [
      "server",
    ]),
  })
  .superRefine(({ type, keys }, context) => {
    const named = (format: string): readonly string[] =>
      Object.keys(keys).filter((key) => keys[key]?.format === format);
    const [certificates, privateKeys] = [named("certificate"), named("privateKey")];
    if (certificates.length !== privateKeys.length || certificates.length > 1)
      context.addIssue({
        code: "custom",
        path: ["keys"],
        message: "a certificate needs one private key in the same Secret",
        params: { hint: "Set the format certificate for one key, and privateKey for one key." },
      });
    if (type === "kubernetes.io/tls" && !(keys["tls.crt"] !== undefined && keys["tls.key"] !== undefined))
      context.addIssue({
        code: "custom",
        path: ["keys"],
        message: "a Secret of the type kubernetes.io/tls needs the keys tls.crt and tls.key",
      });
    for (const [key, { of }] of Object.entries(keys))
      if (of !== undefined && keys[of]?.format !== "password")
        context.addIssue({
          code: "custom",
          path: ["keys", key, "of"],
          message: `it must be a key with the format password`,
        });
  });
export type AddonSecret = z.infer<typeof AddonSecret>;

/** The Secret of an add-on that a secret store fills on a cluster. */
export const FilledSecret = z.strictObject({
  store: field(Name, "One of the platform's secret stores.", "vault"),
  path: field(
    z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9_-]*(\/[A-Za-z0-9][A-Za-z0-9_-]*)*$/,
        "it must be a path below the platform's own folder, without dots",
      )
      .max(200),
    "Path below the folder of the platform in the secret store: the store's prefix with `platform` instead of the tenant's name.",
    "mlflow/database",
  ),
  keys: field(
    z.record(SecretKey, SecretKey),
    "The names of all keys in the store, by the keys of the Secret. If omitted, the names are the same.",
    { username: "user", password: "password" },
  ).optional(),
});
export type FilledSecret = z.infer<typeof FilledSecret>;

export const addonSecretExample = exampleOf(AddonSecret);
