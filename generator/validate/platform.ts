import { z } from "zod";
import type { InferenceServer } from "../models/seldon/servers/inference-server.ts";
import { Owner } from "./owner.ts";
import { ContainerLimits, Quota } from "./resources.ts";
import { ServerTemplate, serverTemplate } from "./server-template.ts";
import { SecretOrigin } from "./tenant.ts";
import {
  Cidr,
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
import { Waivers, waiversExample } from "./waiver.ts";

const Repository = z.strictObject({
  url: field(
    z
      .string()
      .max(300)
      .regex(
        /^(https:\/\/|ssh:\/\/git@)[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/,
        "https:// or ssh://git@, a host and a path, without credentials",
      ),
    "Where Argo CD reads this repository.",
    "https://github.com/acme/ml-platform.git",
  ),
  revision: field(
    z
      .string()
      .max(200)
      .regex(/^refs\/heads\/[A-Za-z0-9_][A-Za-z0-9_/.-]*$/, "a fully qualified branch: refs/heads/main")
      .refine((ref) => !ref.includes(".."), "no .. in a branch"),
    "The branch that Argo CD follows, fully qualified so that it need not list all of them.",
    "refs/heads/main",
  ),
});

const Namespace = z.strictObject({
  labels: field(Labels, "Labels of the namespace.", { "pod-security.kubernetes.io/enforce": "restricted" }).default({}),
});

const ServicePort = z.strictObject({
  port: field(PortNumber, "The port that the pods listen on: policies never see a Service's own port.", 5000),
  protocol: field(TransportProtocol, "Protocol.", "TCP").default("TCP"),
});

const Service = z.strictObject({
  namespace: field(Name, "The namespace its pods run in.", "mlflow"),
  pods: field(PodLabels, "Labels that select its pods.", { app: "mlflow" }),
  ports: field(z.array(ServicePort).max(20), "What it listens on; none for one that only calls.", [
    { port: 5000 },
  ]).default([]),
});

const bucketForm =
  /^[a-z][a-z0-9]*:\/\/(\{tenant\}|[A-Za-z0-9][A-Za-z0-9._-]*)(\/(\{tenant\}|[A-Za-z0-9_-][A-Za-z0-9._-]*))*\/$/;

const ArtifactStore = z.strictObject({
  locations: field(
    z
      .array(
        z
          .string()
          .max(300)
          .regex(bucketForm, "scheme://bucket/path/, ending in /; {tenant} stands for the tenant's name"),
      )
      .min(1),
    "Where a tenant's artifacts may lie. {tenant} stands for the tenant's name.",
    ["s3://{tenant}/", "s3://mlflow-artifacts/"],
  ),
  service: field(Name, "The platform service that serves it, in the cluster.", "minio").optional(),
  external: field(
    z.strictObject({
      cidrs: field(z.array(Cidr).min(1).max(50), "Its networks, outside the cluster.", ["203.0.113.0/24"]),
      port: field(PortNumber, "Its port.", 443),
    }),
    "Where it is reached, when it is outside the cluster.",
    { cidrs: ["203.0.113.0/24"], port: 443 },
  ).optional(),
  credentials: field(
    z.union([
      z.literal("public"),
      z.strictObject({
        secret: field(Name, "Name of the secret in each tenant's namespace.", "artifacts-minio"),
        from: field(SecretOrigin, "Where its one key comes from; the path is below the tenant's own folder.", {
          store: "vault",
          path: "artifacts/minio",
        }),
      }),
    ]),
    "How a tenant's servers get in: a secret with one key named after the scheme, or public (gs only: Seldon ships that remote).",
    { secret: "artifacts-minio", from: { store: "vault", path: "artifacts/minio" } },
  ),
});
export type ArtifactStore = z.infer<typeof ArtifactStore>;

const SecretStore = z.strictObject({
  prefix: field(
    z
      .string()
      .max(200)
      .regex(/^([A-Za-z0-9_-]+\/)*\{tenant\}\/$/, "a folder that ends in {tenant}/"),
    "The folder of one tenant in that store. No tenant reaches another's.",
    "ml-platform/{tenant}/",
  ),
});

const word = /^[a-z][a-z-]*(\/[a-z][a-z-]*)?$/;
const Verb = z.enum(["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]);
const Rule = z.strictObject({
  apiGroups: field(
    z.array(z.string().regex(/^([a-z0-9][a-z0-9.-]*)?$/, "an API group; the empty one is Kubernetes' core")).min(1),
    "API groups.",
    ["mlops.seldon.io"],
  ),
  resources: field(
    z.array(z.string().regex(word, "a resource in plural, without wildcards: models, pods/log")).min(1),
    "Resources, in plural.",
    ["models", "servers"],
  ),
  verbs: field(z.array(Verb).min(1), "What may be done with them.", ["get", "list", "watch"]),
});

const Role = z.strictObject({
  description: field(Line, "What the role is for.", "Looks, changes nothing"),
  rules: field(z.array(Rule).min(1), "What it may do in the tenant's namespace.", [
    { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
  ]),
  argoCD: field(z.array(z.enum(["get", "sync", "logs"])), "What it may do with the tenant's Applications in Argo CD.", [
    "get",
  ]).default([]),
});

const Seldon = z.strictObject({
  version: field(SeldonVersion, "Version of Seldon Core v2; only one whose interface is described here.", "2.9.1"),
  charts: field(
    z
      .string()
      .regex(/^https:\/\/[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/, "an https:// address"),
    "The Helm repository of Seldon's charts: Seldon's own, or a mirror.",
    "https://seldonio.github.io/helm-charts",
  ).default("https://seldonio.github.io/helm-charts"),
  namespace: field(Name, "Where the operator runs.", "seldon-system").default("seldon-system"),
  kafka: field(
    z.strictObject({
      service: field(Name, "The platform service that is the brokers.", "kafka"),
      bootstrap: field(
        z
          .string()
          .max(500)
          .regex(
            /^[a-z0-9][a-z0-9.-]*:[0-9]{1,5}(,[a-z0-9][a-z0-9.-]*:[0-9]{1,5})*$/,
            "host:port, separated by commas",
          ),
        "Bootstrap servers, in the namespace of that service and on one of its ports.",
        "seldon-kafka-bootstrap.kafka:9092",
      ),
      topicPrefix: field(
        z
          .string()
          .max(80)
          .regex(/^[A-Za-z0-9._-]+$/, "letters, digits, ., _ and -"),
        "Prefix of all topics.",
        "seldon",
      ).default("seldon"),
    }),
    "Where pipelines stream. Without it no tenant can have a pipeline.",
    { service: "kafka", bootstrap: "seldon-kafka-bootstrap.kafka:9092" },
  ).optional(),
  tracing: field(
    z.strictObject({
      service: field(Name, "The platform service that collects traces.", "otel-collector"),
      endpoint: field(
        z
          .string()
          .max(253)
          .regex(/^[a-z0-9][a-z0-9.-]*:[0-9]{1,5}$/, "host:port"),
        "Its OTLP endpoint, in the namespace of that service and on one of its ports.",
        "otel-collector.monitoring:4317",
      ),
    }),
    "Where traces go; tracing is off where left out.",
    { service: "otel-collector", endpoint: "otel-collector.monitoring:4317" },
  ).optional(),
});

const Defaults = z.strictObject({
  quotaSize: field(Name, "The quota of a tenant that names none.", "small"),
  podSecurity: field(
    z.strictObject({
      enforce: field(PodSecurityLevel, "Pods below this level are refused.", "baseline"),
      audit: field(PodSecurityLevel, "Pods below this level are noted in the audit log.", "restricted"),
      warn: field(PodSecurityLevel, "Whoever applies a pod below this level is warned.", "restricted"),
    }),
    "Pod security levels of a tenant that names none.",
    { enforce: "baseline", audit: "restricted", warn: "restricted" },
  ),
  containers: field(ContainerLimits, "Defaults and maxima of containers.", {
    default: { cpu: "1", memory: "1Gi" },
    defaultRequest: { cpu: "50m", memory: "64Mi" },
    max: { cpu: "8", memory: "32Gi" },
  }),
});

export const PlatformSpec = z.strictObject({
  owner: field(Owner, "The platform team: whatever is not one tenant's is theirs to review.", {
    team: "ML Platform",
    contact: "ml-platform@acme.test",
    github: "acme/ml-platform",
  }),
  repository: field(Repository, "This repository, as Argo CD sees it.", {
    url: "https://github.com/acme/ml-platform.git",
    revision: "refs/heads/main",
  }),
  namespaces: field(z.record(Name, Namespace), "Namespaces that the platform declares and owns.", {
    "seldon-system": {},
  }),
  services: field(z.record(Name, Service), "What tenants may call, or be called by.", {
    mlflow: { namespace: "mlflow", pods: { app: "mlflow" }, ports: [{ port: 5000 }] },
  }).default({}),
  artifactStores: field(z.record(Name, ArtifactStore), "Where models come from.", {
    minio: {
      locations: ["s3://{tenant}/"],
      service: "minio",
      credentials: { secret: "artifacts-minio", from: "manual" },
    },
  }).default({}),
  secretStores: field(
    z.record(Name, SecretStore),
    "ClusterSecretStores of External Secrets that tenants' secrets come from.",
    { vault: { prefix: "ml-platform/{tenant}/" } },
  ).default({}),
  roles: field(z.record(RoleName, Role), "Roles that tenants give to groups and service accounts.", {
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
  defaults: field(Defaults, "What a tenant gets that says nothing.", exampleOf(Defaults)),
  tenantLabels: field(
    z
      .array(
        z
          .string()
          .max(254)
          .regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/$/, "the domain of labels, ending in /: acme.test/"),
      )
      .max(50),
    "Beginnings of labels that a tenant may give its namespace without the platform team. Every other label may switch something on.",
    ["acme.test/"],
  ).default([]),
  administrators: field(
    z
      .array(
        z
          .string()
          .max(253)
          .regex(/^[A-Za-z0-9][A-Za-z0-9:@._/-]*$/, "a group's name in Kubernetes"),
      )
      .max(50),
    "Groups of people who may change by hand, in tenants' namespaces, what otherwise only git changes.",
    ["platform-engineers"],
  ).default([]),
  floors: field(
    z.strictObject({ podSecurity: field(PodSecurityLevel, "No tenant may enforce less.", "baseline") }),
    "What no tenant may go below.",
    { podSecurity: "baseline" },
  ),
  registries: field(
    z
      .array(
        z
          .string()
          .regex(
            /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*\/$/,
            "a registry, and a path if only that is allowed, ending in /",
          ),
      )
      .min(1),
    "Beginnings of the images that may run.",
    ["docker.io/seldonio/"],
  ),
  openRegistries: field(
    z
      .array(
        z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?(:[0-9]{1,5})?$/, "a registry's host: harbor.acme.test"),
      )
      .max(50),
    "Registries that nodes pull from without a Secret: open mirrors of your own, and those that a credential provider of the kubelet opens. Public ones need not be named.",
    ["harbor.acme.test"],
  ).default([]),
  serverTemplates: field(z.record(Name, ServerTemplate), "Inference servers that tenants begin with.", {
    mlserver: exampleOf(ServerTemplate),
  }),
  seldon: field(Seldon, "Seldon Core's version and settings.", { version: "2.9.1" }),
  waivers: field(Waivers, "Rules that need not hold anywhere, by code.", waiversExample).default({}),
});
export type PlatformSpec = z.infer<typeof PlatformSpec>;

export const Platform = z.strictObject({
  apiVersion: field(z.literal("tenantry.dev/v1alpha1"), "Version of this form.", "tenantry.dev/v1alpha1"),
  kind: field(z.literal("Platform"), "Kind of this file.", "Platform"),
  metadata: field(z.strictObject({ name: field(Name, "The platform's name.", "acme-ml") }), "Names the platform.", {
    name: "acme-ml",
  }),
  spec: field(PlatformSpec, "What the platform offers, and what it insists on.", exampleOf(PlatformSpec)),
});
export type Platform = z.infer<typeof Platform>;

/** The form of the platform's file where these types of inference servers are known. */
export function platformWith(servers: readonly InferenceServer[]): typeof Platform {
  return Platform.extend({
    spec: PlatformSpec.extend({ serverTemplates: z.record(Name, serverTemplate(servers)) }),
  });
}
