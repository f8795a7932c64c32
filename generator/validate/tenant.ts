import { z } from "zod";
import { ClusterSelector } from "./cluster-selector.ts";
import { Owner } from "./owner.ts";
import { TenantContainerLimits, TenantQuota } from "./resources.ts";
import { componentsExample, SeldonComponents } from "./seldon-components.ts";
import { TenantAccess } from "./tenant-access.ts";
import { TenantNetwork } from "./tenant-network.ts";
import { mostRoutes, TenantRoute } from "./tenant-routes.ts";
import { TenantPullSecret, TenantSecret } from "./tenant-secrets.ts";
import { TenantExperiment, TenantModel, TenantPipeline, TenantServer, TenantServerConfig } from "./tenant-serving.ts";
import {
  ClaimName,
  ClusterName,
  distinctItems,
  field,
  LabelKey,
  LabelValue,
  Name,
  PodSecurityLevel,
  ServerName,
  Size,
  TenantName,
} from "./terms.ts";
import { Waivers, waiversExample } from "./waiver.ts";

/**
 * A tenant's lifecycle states on a cluster, in order. Suspended serves nothing and keeps everything else. Draining removes its
 * models and Servers. Drained also removes its runtime, and then its file can be removed.
 */
export const Lifecycle = z.enum(["active", "suspended", "draining", "drained"]);
export type Lifecycle = z.infer<typeof Lifecycle>;

const TenantLabels = z.record(
  LabelKey.refine(
    (key) => !/(^|\.)(kubernetes\.io|k8s\.io|tenantry\.dev|istio\.io|argoproj\.io)\//.test(key),
    "the labels of Kubernetes, Istio, Argo CD and Tenantry are reserved for the platform",
  ),
  LabelValue,
);

const PodSecurity = z.strictObject({
  enforce: field(PodSecurityLevel, "The API server rejects pods that do not meet this level.", "baseline").optional(),
  audit: field(
    PodSecurityLevel,
    "The API server records pods that do not meet this level in the audit log.",
    "restricted",
  ).optional(),
  warn: field(
    PodSecurityLevel,
    "Users who apply a pod that does not meet this level get a warning.",
    "restricted",
  ).optional(),
});

const StorageClaim = z.strictObject({
  size: field(Size, "Size of the volume.", "50Gi"),
  class: field(Name, "Storage class. The default is the cluster's default class.", "standard").optional(),
  accessModes: field(
    z.array(z.enum(["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"])).min(1),
    "Access modes of the volume.",
    ["ReadWriteOnce"],
  ).default(["ReadWriteOnce"]),
});

/** A tenant's request on one cluster, with the cluster's overrides merged in. */
export const TenantSpec = z.strictObject({
  owner: field(Owner, "The owner of this tenant, which is the same on every cluster.", {
    team: "Fraud Detection",
    contact: "fraud-detection@acme.test",
    github: "acme/fraud-detection",
  }),
  lifecycle: field(
    Lifecycle,
    "Lifecycle state. `active`: models answer requests. `suspended`: models answer no requests, and all other objects stay. To remove a tenant, set `draining`, then `drained`.",
    "active",
  ).default("active"),
  labels: field(TenantLabels, "Labels of the namespace, in addition to the platform's labels.", {
    "acme.test/cost-centre": "4711",
  }).default({}),
  podSecurity: field(PodSecurity, "Pod security levels. The defaults are the platform's levels.", {
    enforce: "baseline",
    audit: "restricted",
  }).default({}),
  quota: field(TenantQuota, "A quota size, individual values, or both. The default is the platform's default size.", {
    size: "medium",
  }).default({}),
  containers: field(TenantContainerLimits, "Default and maximum resources of individual containers.", {
    default: { cpu: "2" },
  }).default({}),
  access: field(TenantAccess, "Roles in the tenant's namespace, which are the same on every cluster.", {
    groups: { "fraud-analysts": "viewer" },
  }).prefault({}),
  secrets: field(z.record(Name, TenantSecret), "Names and keys of secrets, never their values.", {
    "alert-slack": { keys: ["url"], from: "manual" },
  }).default({}),
  pullSecrets: field(z.record(Name, TenantPullSecret), "Secrets with credentials for image registries.", {
    harbor: { registry: "harbor.acme.test", from: "manual" },
  }).default({}),
  nodePool: field(Name, "The cluster's node pool on which the Servers run.", "gpu").optional(),
  serverConfigs: field(z.record(Name, TenantServerConfig), "Configurations of inference servers.", {
    "mlserver-config": { template: "mlserver" },
  }).default({}),
  servers: field(z.record(ServerName, TenantServer), "Inference servers that load the models.", {
    mlserver: { template: "mlserver" },
  }).default({}),
  models: field(z.record(Name, TenantModel), "Models that the Servers load.", {
    baseline: { storageUri: "s3://fraud-detection/baseline/3", requirements: ["sklearn"] },
  }).default({}),
  pipelines: field(z.record(Name, TenantPipeline), "Pipelines of models.", {
    recommend: { steps: { features: {} }, output: ["features"] },
  }).default({}),
  experiments: field(z.record(Name, TenantExperiment), "Traffic split between models, or between pipelines.", {
    "ab-test": { candidates: { a: 80, b: 20 } },
  }).default({}),
  seldon: field(
    z.strictObject({
      components: field(
        SeldonComponents,
        "Replicas, resources and images of the tenant's own scheduler, Envoy and gateways. Each value overrides the value of the cluster and of the platform. An image needs an approval from the platform team.",
        componentsExample,
      ).default({}),
    }),
    "Settings of the tenant's own runtime of Seldon. If all tenants of the cluster share one runtime, this field must be empty.",
    { components: componentsExample },
  ).prefault({}),
  storage: field(z.record(ClaimName, StorageClaim), "Additional volume claims of this tenant.", {
    notebooks: { size: "50Gi" },
  }).default({}),
  network: field(TenantNetwork, "Connections that Tenantry cannot derive from other fields.", {
    needs: ["mlflow"],
    callers: ["ingress"],
  }).prefault({}),
  routes: field(
    z
      .record(Name, TenantRoute)
      .refine((all) => Object.keys(all).length <= mostRoutes, `a tenant can have at most ${mostRoutes} routes`),
    "Routes from outside of the cluster to models, pipelines and experiments. All other paths are closed.",
    {
      scoring: { to: { experiment: "ab-test" }, authentication: { jwt: { issuer: "acme-sso", audiences: ["fraud"] } } },
    },
  ).default({}),
  components: field(
    distinctItems(z.array(Name).max(20)),
    "Components that the tenant uses: folders in `platform/components/`, which the platform team writes. See the page components.md of the documentation.",
    ["disruption-budget"],
  ).default([]),
  waivers: field(Waivers, "Waived rules for this tenant, by code.", waiversExample).default({}),
});
export type TenantSpec = z.infer<typeof TenantSpec>;

/** The fields that select the clusters of a tenant. They are not part of the spec that is merged for each cluster. */
export const placementFields = ["clusters", "clusterGroups", "clusterSelector", "excludeClusters"] as const;

/**
 * Fields that the entry of a cluster or group must not override. It can override any other part of the spec, and `null`
 * removes a value.
 */
export const notOverridable = ["owner", "access", ...placementFields] as const;

const Overrides = z.record(z.string(), z.unknown()).nullable();

/** The spec before it is merged for each cluster. A tenant runs on the union of the clusters that these fields select. */
const ClusterSelection = z
  .looseObject({
    clusters: field(
      z.record(ClusterName, Overrides),
      "The clusters that this tenant runs on, each with its overrides. A tenant needs at least one of `clusters`, `clusterGroups` and `clusterSelector`.",
      { production: {}, staging: { quota: { size: "small" } } },
    ).optional(),
    clusterGroups: field(
      z.record(Name, Overrides),
      "Groups of clusters that this tenant runs on, each with its overrides. A cluster that joins a group gets the tenant without a change of this file. The overrides of a cluster replace the overrides of its groups.",
      { eu: {}, gpu: { nodePool: "gpu" } },
    ).optional(),
    clusterSelector: field(
      ClusterSelector,
      "Selects clusters by their labels, in the form of a Kubernetes label selector. As in Kubernetes, an empty selector selects every cluster.",
      { matchLabels: { "acme.test/region": "eu" } },
    ).optional(),
    excludeClusters: field(
      distinctItems(z.array(ClusterName).max(50)),
      "Clusters that this tenant does not run on, although `clusterGroups` or `clusterSelector` selects them.",
      ["staging"],
    ).optional(),
  })
  .superRefine(({ clusters, clusterGroups, clusterSelector }, context) => {
    if (clusterSelector !== undefined || Object.keys(clusterGroups ?? {}).length > 0) return;
    if (clusters === undefined)
      context.addIssue({ code: "invalid_type", expected: "record", path: ["clusters"], input: undefined });
    else if (Object.keys(clusters).length === 0)
      context.addIssue({ code: "custom", path: ["clusters"], message: "it must name at least one cluster" });
  });

/** The fields around the spec, and the selection of clusters, before the spec is merged for each cluster. */
export const TenantEnvelope = z.strictObject({
  apiVersion: field(z.literal("tenantry.dev/v1alpha1"), "Version of this file format.", "tenantry.dev/v1alpha1"),
  kind: field(z.literal("Tenant"), "Kind of this file.", "Tenant"),
  metadata: field(
    z.strictObject({
      name: field(
        TenantName,
        "The tenant's name, which is also the name of its namespace and of this file.",
        "fraud-detection",
      ),
    }),
    "Metadata of the tenant: its name.",
    { name: "fraud-detection" },
  ),
  spec: ClusterSelection,
});
