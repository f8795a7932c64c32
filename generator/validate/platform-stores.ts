import { z } from "zod";
import { placeholderForm, textWithNames } from "./name-placeholders.ts";
import { SecretOrigin } from "./tenant-secrets.ts";
import { Cidr, field, Name, PortNumber } from "./terms.ts";

const anyName = placeholderForm("tenant", "cluster", "environment");
const placeName = placeholderForm("cluster", "environment");

export const ArtifactStore = z.strictObject({
  locations: field(
    z
      .array(
        textWithNames(
          ["tenant", "cluster", "environment"],
          300,
          `^[a-z][a-z0-9]*://(${anyName}|[A-Za-z0-9])(${anyName}|[A-Za-z0-9._-])*(/(${anyName}|[A-Za-z0-9_-])(${anyName}|[A-Za-z0-9._-])*)*/$`,
          "it must have the format scheme://bucket/path/ and end in /, and may contain {tenant}, {cluster} and {environment}",
        ),
      )
      .min(1),
    "Locations of a tenant's artifacts. {tenant} stands for the tenant's name, {cluster} for the cluster's name, and {environment} for the cluster's environment.",
    ["s3://{tenant}/", "s3://mlflow-artifacts/"],
  ),
  service: field(Name, "The platform service of the store, if the store is in the cluster.", "minio").optional(),
  external: field(
    z.strictObject({
      cidrs: field(z.array(Cidr).min(1).max(50), "Networks of the store outside the cluster.", ["203.0.113.0/24"]),
      port: field(PortNumber, "Port of the store.", 443),
    }),
    "Address of the store, if the store is outside the cluster.",
    { cidrs: ["203.0.113.0/24"], port: 443 },
  ).optional(),
  credentials: field(
    z.union([
      z.literal("public"),
      z.strictObject({
        secret: field(Name, "Name of the secret in each tenant's namespace.", "artifacts-minio"),
        from: field(
          z.union([z.literal("add-on"), SecretOrigin]),
          "Origin of the secret's only key: a secret store, a person (`manual`), or the add-on that gives each tenant a secret of this name (`add-on`). In a secret store, the path is below the tenant's own folder.",
          {
            store: "vault",
            path: "artifacts/minio",
          },
        ),
      }),
    ]),
    "Credentials of a tenant's Servers: `public`, or a secret whose only key is named after the scheme. Only a store with the scheme `gs` can be public, because Seldon ships an rclone remote for `gs`.",
    { secret: "artifacts-minio", from: { store: "vault", path: "artifacts/minio" } },
  ),
});
export type ArtifactStore = z.infer<typeof ArtifactStore>;

export const PlatformSecretStore = z.strictObject({
  prefix: field(
    textWithNames(
      ["tenant", "cluster", "environment"],
      200,
      `^((${placeName}|[A-Za-z0-9_-])+/)*${placeholderForm("tenant")}/$`,
      "it must be a folder that ends in {tenant}/, and can contain {cluster} and {environment} before {tenant}",
    ),
    "Path of each tenant's folder in the secret store. The path must end with {tenant}/, and {tenant} stands for the tenant's name. Before {tenant}, the path can contain {cluster} for the cluster's name and {environment} for the cluster's environment. A tenant cannot use another tenant's folder.",
    "ml-platform/{tenant}/",
  ),
});
