import { z } from "zod";
import { field, Name, RegistryHost, SecretKey } from "./terms.ts";

export const SecretOrigin = z.union([
  z.literal("manual"),
  z.strictObject({
    store: field(Name, "One of the platform's secret stores.", "vault"),
    path: field(
      z
        .string()
        .regex(
          /^[A-Za-z0-9][A-Za-z0-9_-]*(\/[A-Za-z0-9][A-Za-z0-9_-]*)*$/,
          "it must be a path below the tenant's own folder, without dots",
        )
        .max(200),
      "Path below the tenant's own folder in the secret store.",
      "alerting/slack",
    ),
  }),
]);
export type SecretOrigin = z.infer<typeof SecretOrigin>;

export const TenantSecret = z.strictObject({
  keys: field(z.array(SecretKey).min(1).max(20), "Keys of the secret.", ["url"]),
  from: field(
    SecretOrigin,
    "Origin of the secret's values: a secret store, or a person (`manual`).",
    { store: "vault", path: "alerting/slack" },
    "manual",
  ),
});

export const TenantPullSecret = z.strictObject({
  registry: field(RegistryHost, "The registry that the secret gives access to.", "harbor.acme.test"),
  from: field(
    SecretOrigin,
    "Origin of the secret's value: a secret store, or a person (`manual`).",
    { store: "vault", path: "registries/harbor" },
    "manual",
  ),
});
