import { z } from "zod";
import type { InferenceServer } from "../models/seldon/servers/inference-server.ts";
import { Hub } from "./argo-cd.ts";
import { FurtherKind } from "./further-kinds.ts";
import { Owner } from "./owner.ts";
import { PlatformDatabase } from "./platform-database.ts";
import { PlatformRepository } from "./platform-repository.ts";
import { PlatformRole } from "./platform-roles.ts";
import { PlatformSeldon } from "./platform-seldon.ts";
import { PlatformNamespace, PlatformService } from "./platform-services.ts";
import { ArtifactStore, PlatformSecretStore } from "./platform-stores.ts";
import { TokenIssuer } from "./platform-token-issuers.ts";
import { ContainerLimits, Quota } from "./resources.ts";
import { ServerTemplate, serverTemplate } from "./server-template.ts";
import { TenantsOfPlatform } from "./tenant-defaults.ts";
import { ClusterName, exampleOf, field, Line, Name, PodSecurityLevel, RegistryHost, RoleName } from "./terms.ts";
import { Tools } from "./tools.ts";
import { Waivers, waiversExample } from "./waiver.ts";

const Defaults = z.strictObject({
  quotaSize: field(Name, "The quota size of a tenant that sets no size.", "small"),
  podSecurity: field(
    z.strictObject({
      enforce: field(PodSecurityLevel, "The API server rejects pods that do not meet this level.", "baseline"),
      audit: field(
        PodSecurityLevel,
        "The API server records pods that do not meet this level in the audit log.",
        "restricted",
      ),
      warn: field(PodSecurityLevel, "Users who apply a pod that does not meet this level get a warning.", "restricted"),
    }),
    "Pod security levels of a tenant that sets no levels.",
    { enforce: "baseline", audit: "restricted", warn: "restricted" },
  ),
  containers: field(ContainerLimits, "Defaults and maximums of containers.", {
    default: { cpu: "1", memory: "1Gi" },
    defaultRequest: { cpu: "50m", memory: "64Mi" },
    max: { cpu: "8", memory: "32Gi" },
  }),
});

export const PlatformSpec = z.strictObject({
  owner: field(Owner, "The platform team, which reviews every file that does not belong to one tenant.", {
    team: "ML Platform",
    contact: "ml-platform@acme.test",
    github: "acme/ml-platform",
  }),
  repository: field(PlatformRepository, "This repository, as Argo CD reads it.", {
    url: "https://github.com/acme/ml-platform.git",
    revision: "refs/heads/main",
  }),
  hubs: field(
    z.record(Name, Hub),
    "Argo CD instances that sync several clusters, by name. A cluster names its hub under `argoCD.hub`.",
    { main: { version: "3.5.1" } },
  ).default({}),
  namespaces: field(z.record(Name, PlatformNamespace), "Namespaces that the platform declares and owns.", {
    "seldon-system": {},
  }),
  services: field(z.record(Name, PlatformService), "Services that tenants can call, or that can call tenants.", {
    mlflow: { namespace: "mlflow", pods: { app: "mlflow" }, ports: [{ port: 5000 }] },
  }).default({}),
  database: field(
    PlatformDatabase,
    "The PostgreSQL server of the add-ons that need a database. Network policies open the connections of these add-ons to it. Omit it if an add-on provides the contract `database`.",
    { host: "postgres.acme.test", cidrs: ["192.168.5.0/28"] },
  ).optional(),
  artifactStores: field(z.record(Name, ArtifactStore), "Stores of model artifacts.", {
    minio: {
      locations: ["s3://{tenant}/"],
      service: "minio",
      credentials: { secret: "artifacts-minio", from: "manual" },
    },
  }).default({}),
  secretStores: field(
    z.record(Name, PlatformSecretStore),
    "ClusterSecretStores of External Secrets Operator that contain the tenants' secrets.",
    { vault: { prefix: "ml-platform/{tenant}/" } },
  ).default({}),
  tokenIssuers: field(z.record(Name, TokenIssuer), "Issuers of the tokens (JWT) that routes of tenants can require.", {
    "acme-sso": exampleOf(TokenIssuer),
  }).default({}),
  roles: field(z.record(RoleName, PlatformRole), "Roles that tenants can assign to groups and service accounts.", {
    viewer: {
      description: "Looks, changes nothing",
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
    },
  }),
  quotaSizes: field(z.record(Name, Quota), "Quotas by name.", {
    small: {
      requests: { cpu: "8", memory: "16Gi" },
      limits: { cpu: "24", memory: "32Gi" },
      persistentVolumeClaims: 5,
      loadBalancers: 0,
    },
  }),
  defaults: field(Defaults, "Defaults for tenants.", exampleOf(Defaults)),
  tenantLabels: field(
    z
      .array(
        z
          .string()
          .max(254)
          .regex(
            /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/$/,
            "it must be the domain of labels, and end in /: acme.test/",
          ),
      )
      .max(50),
    "Prefixes of labels that a tenant may set on its namespace without an approval from the platform team. Other labels need an approval, because a label can enable a feature of the cluster.",
    ["acme.test/"],
  ).default([]),
  tenantKinds: field(
    z.array(FurtherKind).max(50),
    "Further namespaced kinds that tenants' components may contain. The schema of each kind must be pinned. Each change of an object of these kinds needs an approval from the platform team.",
    [{ group: "cert-manager.io", kind: "Certificate", part: "workloads" }],
  ).default([]),
  administrators: field(
    z
      .array(
        z
          .string()
          .max(253)
          .regex(/^[A-Za-z0-9][A-Za-z0-9:@._/-]*$/, "it must be the name of a group in Kubernetes"),
      )
      .max(50),
    "Groups whose members may manually change objects in tenants' namespaces that otherwise only Argo CD changes.",
    ["platform-engineers"],
  ).default([]),
  floors: field(
    z.strictObject({
      podSecurity: field(PodSecurityLevel, "The lowest pod security level that a tenant may enforce.", "baseline"),
    }),
    "Minimum levels for all tenants.",
    { podSecurity: "baseline" },
  ),
  registries: field(
    z
      .array(
        z
          .string()
          .regex(
            /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*\/$/,
            "it must be a registry with an optional path, and end in /",
          ),
      )
      .min(1),
    "Registries of allowed images, each with an optional path.",
    ["docker.io/seldonio/"],
  ),
  openRegistries: field(
    z.array(RegistryHost).max(50),
    "Registries from which nodes pull images without a Secret: your own mirrors that need no credentials, and registries for which the kubelet has a credential provider. Do not list public registries.",
    ["harbor.acme.test"],
  ).default([]),
  serverTemplates: field(z.record(Name, ServerTemplate), "Templates of inference servers for tenants.", {
    mlserver: exampleOf(ServerTemplate),
  }),
  tenants: field(
    TenantsOfPlatform,
    "Defaults and components for all tenants, and for the tenants of each group of clusters. A cluster's file can set the same for the tenants of the cluster.",
    { components: ["disruption-budget"] },
  ).prefault({}),
  seldon: field(PlatformSeldon, "Seldon Core's version and settings.", { version: "2.9.1" }),
  tools: field(
    Tools,
    "Sources of the programs that Tenantry runs. Without an entry, Tenantry uses a program of the pinned version on the PATH, or builds the program with Go.",
    { kustomize: {} },
  ).default({ kustomize: {}, kubeconform: {} }),
  lostClusters: field(
    z.record(ClusterName, Line),
    "Clusters that no longer exist, each with the reason. A change may remove the files of a lost cluster although its tenants are not drained. Remove the entry before you create a cluster with the same name.",
    { staging: "The data centre was closed" },
  ).default({}),
  waivers: field(Waivers, "Waived rules on the whole platform, by code.", waiversExample).default({}),
});
export type PlatformSpec = z.infer<typeof PlatformSpec>;

export const Platform = z.strictObject({
  apiVersion: field(z.literal("tenantry.dev/v1alpha1"), "Version of this file format.", "tenantry.dev/v1alpha1"),
  kind: field(z.literal("Platform"), "Kind of this file.", "Platform"),
  metadata: field(
    z.strictObject({ name: field(Name, "The platform's name.", "acme-ml") }),
    "Metadata of the platform: its name.",
    {
      name: "acme-ml",
    },
  ),
  spec: field(PlatformSpec, "Settings of the platform.", exampleOf(PlatformSpec)),
});
export type Platform = z.infer<typeof Platform>;

/** The schema of the platform's file with these types of inference servers. */
export function platformSchemaFor(servers: readonly InferenceServer[]): typeof Platform {
  return Platform.extend({
    spec: PlatformSpec.extend({ serverTemplates: z.record(Name, serverTemplate(servers)) }),
  });
}
