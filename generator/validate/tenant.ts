import { z } from "zod";
import { ContainerResources, ServerStorage, TenantContainerLimits, TenantQuota } from "./resources.ts";
import {
  AccountName,
  Cidr,
  ClaimName,
  ClusterName,
  distinct,
  Environment,
  field,
  Image,
  LabelKey,
  LabelValue,
  Line,
  Name,
  PodSecurityLevel,
  Port,
  Protocol,
  Quantity,
  Replicas,
  SecretKey,
  ServerName,
  Size,
  TenantName,
} from "./terms.ts";

const Owner = z.strictObject({
  team: field(Line, "The team's name, for people.", "Fraud Detection"),
  contact: field(z.email().max(120), "Where the team is reached.", "fraud-detection@acme.test"),
  github: field(
    z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "a GitHub team is organisation/team"),
    "The GitHub team that owns this file: organisation/team.",
    "acme/fraud-detection",
  ),
});

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
  from: field(SecretOrigin, "Where its values come from: a secret store, or a person (manual).", {
    store: "vault",
    path: "alerting/slack",
  }),
});

const PullSecret = z.strictObject({
  registry: field(
    z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$/, "a registry's host"),
    "The registry it opens.",
    "harbor.acme.test",
  ),
  from: field(SecretOrigin, "Where its value comes from.", { store: "vault", path: "registries/harbor" }),
});

const ServerConfig = z.strictObject({
  template: field(Name, "The platform's server template to begin with.", "mlserver"),
  images: field(
    z.strictObject({
      server: field(Image, "Image of the inference server.", "docker.io/seldonio/mlserver:1.7.1").optional(),
      agent: field(Image, "Image of Seldon's agent.", "docker.io/seldonio/seldon-agent:2.9.1").optional(),
      rclone: field(Image, "Image of rclone.", "docker.io/seldonio/seldon-rclone:2.9.1").optional(),
    }),
    "Images other than the template's.",
    { server: "harbor.acme.test/fraud/mlserver:1.7.1" },
  ).default({}),
  resources: field(
    ContainerResources,
    "Resources of the inference server's container; what is left out is the template's.",
    {
      requests: { cpu: "250m", memory: "1Gi" },
    },
  ).default({}),
  environment: field(Environment, "Environment of the inference server, added to the template's.", {
    MLSERVER_DEBUG: "false",
  }).default({}),
  storage: field(ServerStorage, "The volume that models are loaded into.", { size: "10Gi" }).default({}),
});
export type ServerConfig = z.infer<typeof ServerConfig>;

const Capability = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "one word, as the server and the models spell it");

const ReplicaRange = {
  replicas: field(
    Replicas,
    "How many replicas. Leave it out where min and max are given: autoscaling owns it then.",
    1,
  ).optional(),
  minReplicas: field(Replicas, "Autoscaling goes no lower.", 1).optional(),
  maxReplicas: field(Replicas, "Autoscaling goes no higher.", 3).optional(),
};

const Server = z.strictObject({
  template: field(Name, "The platform's server template; its ServerConfig is then derived.", "mlserver").optional(),
  config: field(Name, "One of this tenant's serverConfigs, instead of a template.", "mlserver-config").optional(),
  ...ReplicaRange,
  capabilities: field(
    distinct(z.array(Capability).min(1).max(40)),
    "What models may require of it, instead of the template's list.",
    ["mlserver", "sklearn"],
  ).optional(),
});

const Explainer = z.strictObject({
  type: field(
    z.string().regex(/^[a-z][a-z_]{0,40}$/, "an explainer of alibi-explain"),
    "The kind of explainer.",
    "anchor_tabular",
  ),
  model: field(Name, "The model that it explains.", "income").optional(),
  pipeline: field(Name, "The pipeline that it explains, instead of a model.", "income-production").optional(),
});

const Model = z.strictObject({
  storageUri: field(
    z
      .string()
      .max(500)
      .regex(
        /^[a-z][a-z0-9]*:\/\/[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9@=+_,-][A-Za-z0-9@=+_,.-]*)*\/?$/,
        "scheme://bucket/path, without dot segments",
      ),
    "The folder of the artifact.",
    "s3://fraud-detection/baseline/3",
  ),
  requirements: field(
    distinct(z.array(Capability).min(1).max(20)),
    "Capabilities that its Server must offer, spelt alike. The first runtime in the list is used.",
    ["sklearn"],
  ),
  memory: field(Quantity, "Memory that one replica takes on its Server.", "256Mi").optional(),
  ...ReplicaRange,
  server: field(ServerName, "The one Server it runs on; any that fits where left out.", "mlserver").optional(),
  secret: field(
    Name,
    "A secret of this tenant with one key, the rclone remote of the storageUri's scheme; the artifact store's where left out.",
    "artifacts",
  ).optional(),
  explainer: field(Explainer, "This model explains another one.", {
    type: "anchor_tabular",
    model: "income",
  }).optional(),
  parameters: field(
    z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/, "one word"), z.string().max(1000)),
    "Parameters given to the model when it loads.",
    { threshold: "0.8" },
  ).default({}),
});

const StepReference = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.(inputs|outputs)(\.[A-Za-z0-9_-]+)?)?$/,
    "step, step.outputs, step.inputs or step.outputs.tensor",
  );
const JoinType = z.enum(["inner", "outer", "any"]);

const Step = z.strictObject({
  inputs: field(
    z.array(StepReference).max(50),
    "Steps whose outputs it takes; the pipeline's own input where left out.",
    ["features.outputs"],
  ).default([]),
  triggers: field(z.array(StepReference).max(50), "Steps that must have run first, without their data.", [
    "drift.outputs.is_drift",
  ]).default([]),
  tensorMap: field(z.record(z.string().max(200), z.string().max(200)), "Tensors to rename on the way in.", {
    "features.outputs.vector": "input-0",
  }).default({}),
  joinWindowMs: field(
    z.int().min(1).max(86_400_000),
    "How long inputs wait for each other, in milliseconds.",
    500,
  ).optional(),
  inputsJoinType: field(JoinType, "Whether all, any or the inputs that came are joined.", "inner").default("inner"),
  triggersJoinType: field(JoinType, "Whether all, any or the triggers that came are joined.", "inner").default("inner"),
});

const Pipeline = z.strictObject({
  steps: field(
    z.record(Name, Step).refine((steps) => Object.keys(steps).length > 0, "a pipeline has at least one step"),
    "Its steps, each named after a model of this tenant.",
    { features: {}, ranker: { inputs: ["features"] } },
  ),
  output: field(
    z.array(StepReference).min(1).max(50),
    "The steps whose outputs are the answer; the pipeline answers nothing where left out.",
    ["ranker"],
  ).optional(),
});

const Weight = z.int().min(0).max(1_000_000);

const Experiment = z.strictObject({
  default: field(Name, "The candidate whose own endpoint is split too.", "fraud-v1-baseline").optional(),
  candidates: field(
    z.record(Name, Weight).refine((all) => Object.keys(all).length > 0, "an experiment has at least one candidate"),
    "Weight by model, or by pipeline; shares of the sum.",
    {
      "fraud-v1-baseline": 80,
      "fraud-v2-candidate": 20,
    },
  ),
  mirror: field(
    z.strictObject({
      name: field(Name, "The model or pipeline that gets copies and whose answers are dropped.", "fraud-v3-shadow"),
      percent: field(z.int().min(1).max(100), "Share of the traffic that is copied, in percent.", 10),
    }),
    "A candidate that sees traffic and answers nobody.",
    { name: "fraud-v3-shadow", percent: 10 },
  ).optional(),
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
  needs: field(distinct(z.array(Name).max(50)), "Services of the platform that this tenant's pods call.", [
    "mlflow",
  ]).default([]),
  callers: field(distinct(z.array(Name).max(50)), "Services of the platform that may call this tenant's models.", [
    "ingress",
  ]).default([]),
  tenants: field(
    z.strictObject({
      calls: field(
        distinct(z.array(TenantName).max(50)),
        "Tenants whose models this one calls; each must list this one under calledBy.",
        ["fraud-detection"],
      ).default([]),
      calledBy: field(
        distinct(z.array(TenantName).max(50)),
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
        cidrs: field(distinct(z.array(Cidr).min(1).max(50)), "Networks outside the cluster.", ["203.0.113.0/24"]),
        ports: field(
          z
            .array(
              z.strictObject({
                port: field(Port, "Port.", 443),
                protocol: field(Protocol, "Protocol.", "TCP").default("TCP"),
              }),
            )
            .min(1)
            .max(20),
          "Ports there.",
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
  serverConfigs: field(z.record(Name, ServerConfig), "Configurations of inference servers.", {
    "mlserver-config": { template: "mlserver" },
  }).default({}),
  servers: field(z.record(ServerName, Server), "Inference servers that models are loaded onto.", {
    mlserver: { template: "mlserver" },
  }).default({}),
  models: field(z.record(Name, Model), "Models.", {
    baseline: { storageUri: "s3://fraud-detection/baseline/3", requirements: ["sklearn"] },
  }).default({}),
  pipelines: field(z.record(Name, Pipeline), "Pipelines of models.", {
    recommend: { steps: { features: {} }, output: ["features"] },
  }).default({}),
  experiments: field(z.record(Name, Experiment), "Traffic split between models, or between pipelines.", {
    "ab-test": { candidates: { a: 80, b: 20 } },
  }).default({}),
  storage: field(z.record(ClaimName, StorageClaim), "Volume claims of this tenant's own.", {
    notebooks: { size: "50Gi" },
  }).default({}),
  network: field(Network, "Reach that cannot be derived from anything else.", {
    needs: ["mlflow"],
    callers: ["ingress"],
  }).prefault({}),
  components: field(distinct(z.array(Name).max(20)), "Components under platform/components/ to opt into.", [
    "disruption-budget",
  ]).default([]),
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
