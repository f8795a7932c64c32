import { z } from "zod";
import type { InferenceServer } from "../models/seldon/servers/inference-server.ts";
import { Hub } from "./argo-cd.ts";
import { FurtherKind } from "./further-kinds.ts";
import { placeholderForm, textWithNames } from "./name-placeholders.ts";
import { Owner } from "./owner.ts";
import { ContainerLimits, Quota } from "./resources.ts";
import { componentsExample, SeldonComponents } from "./seldon-components.ts";
import { ServerTemplate, serverTemplate } from "./server-template.ts";
import { SecretOrigin } from "./tenant.ts";
import { TenantsOfPlatform } from "./tenant-defaults.ts";
import {
  Cidr,
  ClusterName,
  exampleOf,
  field,
  Labels,
  Line,
  Name,
  PodLabels,
  PodSecurityLevel,
  PortNumber,
  RoleName,
  SeldonVersion,
  TransportProtocol,
} from "./terms.ts";
import { Tools } from "./tools.ts";
import { Waivers, waiversExample } from "./waiver.ts";

/** A folder, relative to the root of a repository. Its names do not begin with a dot, so it never leads out of the repository. */
export const RepositoryFolder = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
    "it must be a folder inside the repository, without a slash at its beginning or end: deploy/ml",
  );

const Repository = z.strictObject({
  url: field(
    z
      .string()
      .max(300)
      .regex(
        /^(https:\/\/|ssh:\/\/git@)[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/,
        "it must begin with https:// or ssh://git@, followed by a host and a path, without credentials. Write git@host:path as ssh://git@host/path",
      ),
    "URL from which Argo CD reads this repository.",
    "https://github.com/acme/ml-platform.git",
  ),
  revision: field(
    z
      .string()
      .max(200)
      .regex(/^refs\/heads\/[A-Za-z0-9_][A-Za-z0-9_/.-]*$/, "it must be a fully qualified branch: refs/heads/main")
      .refine((ref) => !ref.includes(".."), "a branch must not contain .."),
    "The branch that Argo CD follows. The name of the branch is fully qualified, so that Argo CD does not list all branches.",
    "refs/heads/main",
  ),
  path: field(
    RepositoryFolder,
    "The folder in the repository that contains `tenants/`, `platform/` and `clusters/`. Set this field if the repository also contains files of other projects. Without this field, the folder is the root of the repository.",
    "deploy/ml",
  ).optional(),
});

const Namespace = z.strictObject({
  labels: field(Labels, "Labels of the namespace.", { "pod-security.kubernetes.io/enforce": "restricted" }).default({}),
});

const ServicePort = z.strictObject({
  port: field(
    PortNumber,
    "The port that the pods listen on. Network policies do not apply to a Service's own port.",
    5000,
  ),
  protocol: field(TransportProtocol, "Protocol.", "TCP").default("TCP"),
});

const Service = z.strictObject({
  namespace: field(Name, "The namespace of the service's pods.", "mlflow"),
  pods: field(PodLabels, "Labels that select the service's pods.", { app: "mlflow" }),
  ports: field(
    z.array(ServicePort).max(20),
    "Ports that the service listens on. Empty for a service that tenants cannot call.",
    [{ port: 5000 }],
  ).default([]),
});

const anyName = placeholderForm("tenant", "cluster", "environment");
const placeName = placeholderForm("cluster", "environment");

const ArtifactStore = z.strictObject({
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
          SecretOrigin,
          "Origin of the secret's only key. In a secret store, the path is below the tenant's own folder.",
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

const SecretStore = z.strictObject({
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

const word = /^[a-z][a-z-]*(\/[a-z][a-z-]*)?$/;
const Verb = z.enum(["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]);
const Rule = z.strictObject({
  apiGroups: field(
    z
      .array(
        z
          .string()
          .regex(/^([a-z0-9][a-z0-9.-]*)?$/, "it must be an API group, or empty for the core group of Kubernetes"),
      )
      .min(1),
    "API groups.",
    ["mlops.seldon.io"],
  ),
  resources: field(
    z.array(z.string().regex(word, "it must be a resource in the plural, without wildcards: models, pods/log")).min(1),
    "Resources, in the plural.",
    ["models", "servers"],
  ),
  verbs: field(z.array(Verb).min(1), "Verbs that the role allows on these resources.", ["get", "list", "watch"]),
});

const Role = z.strictObject({
  description: field(Line, "Purpose of the role.", "Looks, changes nothing"),
  rules: field(z.array(Rule).min(1), "Permissions in the tenant's namespace.", [
    { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
  ]),
  argoCD: field(z.array(z.enum(["get", "sync", "logs"])), "Permissions on the tenant's Applications in Argo CD.", [
    "get",
  ]).default([]),
});

const Seldon = z.strictObject({
  version: field(
    SeldonVersion,
    "Version of Seldon Core v2. Tenantry must support this version: see the page seldon-versions.md of the documentation.",
    "2.9.1",
  ),
  charts: field(
    z
      .string()
      .regex(
        /^https:\/\/[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
        "it must be an https:// address",
      ),
    "The Helm repository of Seldon's charts: Seldon's own, or a mirror.",
    "https://seldonio.github.io/helm-charts",
  ).default("https://seldonio.github.io/helm-charts"),
  namespace: field(Name, "Namespace of Seldon's operator.", "seldon-system").default("seldon-system"),
  kafka: field(
    z.strictObject({
      service: field(Name, "The platform service of the Kafka brokers.", "kafka"),
      bootstrap: field(
        z
          .string()
          .max(500)
          .regex(
            /^[a-z0-9][a-z0-9.-]*:[0-9]{1,5}(,[a-z0-9][a-z0-9.-]*:[0-9]{1,5})*$/,
            "it must be one or more host:port, separated by commas",
          ),
        "Bootstrap servers of Kafka, in the namespace and on a port of the platform service.",
        "seldon-kafka-bootstrap.kafka:9092",
      ),
      // With a cluster's name of 30 characters, the longest topic of Seldon (2.9.1) stays below Kafka's limit of 249.
      topicPrefix: field(
        textWithNames(
          ["cluster"],
          80,
          `^[A-Za-z0-9._-]*(${placeholderForm("cluster")}[A-Za-z0-9._-]*|[A-Za-z0-9._-])$`,
          "it must contain only letters, digits, ., _ and -, and at most one {cluster}",
        ),
        "Prefix of all Kafka topics. {cluster} stands for the cluster's name. Use {cluster} if several clusters share the brokers.",
        "seldon",
      ).default("seldon"),
    }),
    "The Kafka cluster of the pipelines: brokers in the cluster, without TLS and SASL. Without Kafka, no tenant can have a pipeline.",
    { service: "kafka", bootstrap: "seldon-kafka-bootstrap.kafka:9092" },
  ).optional(),
  tracing: field(
    z.strictObject({
      service: field(Name, "The platform service that collects traces.", "otel-collector"),
      endpoint: field(
        z
          .string()
          .max(253)
          .regex(/^[a-z0-9][a-z0-9.-]*:[0-9]{1,5}$/, "it must be host:port"),
        "OTLP endpoint of the trace collector, in the namespace and on a port of the platform service.",
        "otel-collector.monitoring:4317",
      ),
    }),
    "Destination of traces. If omitted, tracing is off.",
    { service: "otel-collector", endpoint: "otel-collector.monitoring:4317" },
  ).optional(),
  components: field(
    SeldonComponents,
    "Replicas, resources and images of Seldon's components. A cluster and a tenant can override each value.",
    componentsExample,
  ).default({}),
});

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
  repository: field(Repository, "This repository, as Argo CD reads it.", {
    url: "https://github.com/acme/ml-platform.git",
    revision: "refs/heads/main",
  }),
  hubs: field(
    z.record(Name, Hub),
    "Argo CD instances that sync several clusters, by name. A cluster names its hub under `argoCD.hub`.",
    { main: { version: "3.5.1" } },
  ).default({}),
  namespaces: field(z.record(Name, Namespace), "Namespaces that the platform declares and owns.", {
    "seldon-system": {},
  }),
  services: field(z.record(Name, Service), "Services that tenants can call, or that can call tenants.", {
    mlflow: { namespace: "mlflow", pods: { app: "mlflow" }, ports: [{ port: 5000 }] },
  }).default({}),
  artifactStores: field(z.record(Name, ArtifactStore), "Stores of model artifacts.", {
    minio: {
      locations: ["s3://{tenant}/"],
      service: "minio",
      credentials: { secret: "artifacts-minio", from: "manual" },
    },
  }).default({}),
  secretStores: field(
    z.record(Name, SecretStore),
    "ClusterSecretStores of External Secrets Operator that contain the tenants' secrets.",
    { vault: { prefix: "ml-platform/{tenant}/" } },
  ).default({}),
  roles: field(z.record(RoleName, Role), "Roles that tenants can assign to groups and service accounts.", {
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
    z
      .array(
        z
          .string()
          .regex(
            /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?(:[0-9]{1,5})?$/,
            "it must be a registry's host: harbor.acme.test",
          ),
      )
      .max(50),
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
  seldon: field(Seldon, "Seldon Core's version and settings.", { version: "2.9.1" }),
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
