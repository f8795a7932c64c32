import { z } from "zod";
import { Owner } from "./owner.ts";
import { TenantContainerLimits, TenantQuota } from "./resources.ts";
import { TenantExperiment, TenantModel, TenantPipeline, TenantServer, TenantServerConfig } from "./tenant-serving.ts";
import {
  AccountName,
  Cidr,
  ClaimName,
  ClusterName,
  distinctItems,
  field,
  LabelKey,
  LabelValue,
  Line,
  Name,
  PodSecurityLevel,
  PortNumber,
  SecretKey,
  ServerName,
  Size,
  TenantName,
  TransportProtocol,
} from "./terms.ts";
import { Waivers, waiversExample } from "./waiver.ts";

/**
 * A tenant's life on a cluster, in order. Suspended serves nothing and keeps everything else; draining takes its models and
 * Servers away; drained takes its runtime too, and then its file may go.
 */
export const Lifecycle = z.enum(["active", "suspended", "draining", "drained"]);
export type Lifecycle = z.infer<typeof Lifecycle>;

const TenantLabels = z.record(
  LabelKey.refine(
    (key) => !/(^|\.)(kubernetes\.io|k8s\.io|tenantry\.dev|istio\.io|argoproj\.io)\//.test(key),
    "labels of Kubernetes, Istio, Argo CD and Tenantry are the platform's",
  ),
  LabelValue,
);

const PodSecurity = z.strictObject({
  enforce: field(PodSecurityLevel, "Pods below this level are refused.", "baseline").optional(),
  audit: field(PodSecurityLevel, "Pods below this level are noted in the audit log.", "restricted").optional(),
  warn: field(PodSecurityLevel, "Whoever applies a pod below this level is warned.", "restricted").optional(),
});

const GroupName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9:._@/-]{0,127}$/, "a group as the identity provider names it, without spaces");

const Access = z.strictObject({
  groups: field(
    z.record(
      GroupName.refine((group) => !group.startsWith("system:"), "system groups are everybody"),
      Name,
    ),
    "Role of the platform by group of the identity provider.",
    {
      "fraud-ml-engineers": "deployer",
    },
  ).default({}),
  serviceAccounts: field(z.record(AccountName, Name), "Service accounts to create, each with its role.", {
    "fraud-training": "pipeline",
  }).default({}),
});

export const SecretOrigin = z.union([
  z.literal("manual"),
  z.strictObject({
    store: field(Name, "One of the platform's secret stores.", "vault"),
    path: field(
      z
        .string()
        .regex(
          /^[A-Za-z0-9][A-Za-z0-9_-]*(\/[A-Za-z0-9][A-Za-z0-9_-]*)*$/,
          "a path below the tenant's own folder, without dots",
        )
        .max(200),
      "Path below the tenant's own folder of that store.",
      "alerting/slack",
    ),
  }),
]);
export type SecretOrigin = z.infer<typeof SecretOrigin>;

const Secret = z.strictObject({
  keys: field(z.array(SecretKey).min(1).max(20), "The keys that the secret has.", ["url"]),
  from: field(
    SecretOrigin,
    "Where its values come from: a secret store, or a person (manual).",
    { store: "vault", path: "alerting/slack" },
    "manual",
  ),
});

const PullSecret = z.strictObject({
  registry: field(
    z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$/, "a registry's host"),
    "The registry it opens.",
    "harbor.acme.test",
  ),
  from: field(
    SecretOrigin,
    "Where its value comes from: a secret store, or a person (manual).",
    { store: "vault", path: "registries/harbor" },
    "manual",
  ),
});

const StorageClaim = z.strictObject({
  size: field(Size, "Size of the volume.", "50Gi"),
  class: field(Name, "Storage class; the cluster's default where left out.", "standard").optional(),
  accessModes: field(
    z.array(z.enum(["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"])).min(1),
    "How nodes may mount it.",
    ["ReadWriteOnce"],
  ).default(["ReadWriteOnce"]),
});

const Network = z.strictObject({
  needs: field(distinctItems(z.array(Name).max(50)), "Services of the platform that this tenant's pods call.", [
    "mlflow",
  ]).default([]),
  callers: field(distinctItems(z.array(Name).max(50)), "Services of the platform that may call this tenant's models.", [
    "ingress",
  ]).default([]),
  tenants: field(
    z.strictObject({
      calls: field(
        distinctItems(z.array(TenantName).max(50)),
        "Tenants whose models this one calls; each must list this one under calledBy.",
        ["fraud-detection"],
      ).default([]),
      calledBy: field(
        distinctItems(z.array(TenantName).max(50)),
        "Tenants that may call this one's models; each must list this one under calls.",
        ["churn"],
      ).default([]),
    }),
    "Reach between tenants, by consent of both.",
    { calls: ["fraud-detection"] },
  ).prefault({}),
  external: field(
    z.record(
      Name,
      z.strictObject({
        cidrs: field(distinctItems(z.array(Cidr).min(1).max(50)), "Networks outside the cluster.", ["203.0.113.0/24"]),
        ports: field(
          z
            .array(
              z.strictObject({
                port: field(PortNumber, "The port there, 1 to 65535.", 443),
                protocol: field(TransportProtocol, "Its protocol.", "TCP").default("TCP"),
              }),
            )
            .min(1)
            .max(20),
          "Ports there, each a map.",
          [{ port: 443 }],
        ),
        why: field(Line, "What it is for; the reviewer reads it.", "Scores from the credit bureau"),
      }),
    ),
    "What this tenant's pods call outside the cluster.",
    { bureau: { cidrs: ["203.0.113.0/24"], ports: [{ port: 443 }], why: "Scores from the credit bureau" } },
  ).default({}),
});

/** What a tenant asks for on one cluster, once the cluster's overrides are merged in. */
export const TenantSpec = z.strictObject({
  owner: field(Owner, "Who answers for this tenant. The same on every cluster.", {
    team: "Fraud Detection",
    contact: "fraud-detection@acme.test",
    github: "acme/fraud-detection",
  }),
  lifecycle: field(
    Lifecycle,
    "Where it is in its life: active serves; suspended serves nothing and keeps everything else; draining, then drained, are the way to remove it.",
    "active",
  ).default("active"),
  labels: field(TenantLabels, "Labels of the namespace, beside the platform's.", {
    "acme.test/cost-centre": "4711",
  }).default({}),
  podSecurity: field(PodSecurity, "Pod security levels; the platform's defaults where left out.", {
    enforce: "baseline",
    audit: "restricted",
  }).default({}),
  quota: field(TenantQuota, "A named size, values, or both; the platform's default size where left out.", {
    size: "medium",
  }).default({}),
  containers: field(TenantContainerLimits, "Defaults and maxima of single containers.", {
    default: { cpu: "2" },
  }).default({}),
  access: field(Access, "Who may do what in the namespace. The same on every cluster.", {
    groups: { "fraud-analysts": "viewer" },
  }).prefault({}),
  secrets: field(z.record(Name, Secret), "Secrets by reference: names and keys, never values.", {
    "alert-slack": { keys: ["url"], from: "manual" },
  }).default({}),
  pullSecrets: field(z.record(Name, PullSecret), "Secrets that open image registries.", {
    harbor: { registry: "harbor.acme.test", from: "manual" },
  }).default({}),
  nodePool: field(Name, "The cluster's node pool that the Servers run on.", "gpu").optional(),
  serverConfigs: field(z.record(Name, TenantServerConfig), "Configurations of inference servers.", {
    "mlserver-config": { template: "mlserver" },
  }).default({}),
  servers: field(z.record(ServerName, TenantServer), "Inference servers that models are loaded onto.", {
    mlserver: { template: "mlserver" },
  }).default({}),
  models: field(z.record(Name, TenantModel), "Models.", {
    baseline: { storageUri: "s3://fraud-detection/baseline/3", requirements: ["sklearn"] },
  }).default({}),
  pipelines: field(z.record(Name, TenantPipeline), "Pipelines of models.", {
    recommend: { steps: { features: {} }, output: ["features"] },
  }).default({}),
  experiments: field(z.record(Name, TenantExperiment), "Traffic split between models, or between pipelines.", {
    "ab-test": { candidates: { a: 80, b: 20 } },
  }).default({}),
  storage: field(z.record(ClaimName, StorageClaim), "Volume claims of this tenant's own.", {
    notebooks: { size: "50Gi" },
  }).default({}),
  network: field(Network, "Reach that cannot be derived from anything else.", {
    needs: ["mlflow"],
    callers: ["ingress"],
  }).prefault({}),
  components: field(distinctItems(z.array(Name).max(20)), "Components under platform/components/ to opt into.", [
    "disruption-budget",
  ]).default([]),
  waivers: field(Waivers, "Rules that need not hold for this tenant, by code.", waiversExample).default({}),
});
export type TenantSpec = z.infer<typeof TenantSpec>;

/** What may stand under a cluster's name: any part of the spec but owner and access; `null` takes something away. */
export const notOverridable = ["owner", "access", "clusters"] as const;

/** The file's outside, before its spec is merged for each cluster. */
export const TenantEnvelope = z.strictObject({
  apiVersion: field(z.literal("tenantry.dev/v1alpha1"), "Version of this form.", "tenantry.dev/v1alpha1"),
  kind: field(z.literal("Tenant"), "Kind of this file.", "Tenant"),
  metadata: field(
    z.strictObject({
      name: field(TenantName, "The tenant's name, its namespace's and this file's.", "fraud-detection"),
    }),
    "Names the tenant.",
    { name: "fraud-detection" },
  ),
  spec: z.looseObject({
    clusters: field(
      z
        .record(ClusterName, z.record(z.string(), z.unknown()).nullable())
        .refine((all) => Object.keys(all).length > 0, "name at least one cluster"),
      "The clusters it runs on, each with what differs there.",
      { production: {}, staging: { quota: { size: "small" } } },
    ),
  }),
});
