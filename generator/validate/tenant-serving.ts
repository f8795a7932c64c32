import { z } from "zod";
import { ContainerResources, ServerStorage } from "./resources.ts";
import { distinctItems, Environment, field, Image, memory, Name, QuantityText, Replicas, ServerName } from "./terms.ts";

export const TenantServerConfig = z.strictObject({
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
export type TenantServerConfig = z.infer<typeof TenantServerConfig>;

const Capability = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "one word, as the server and the models spell it");

const ReplicaRange = {
  replicas: field(
    Replicas,
    "How many replicas. Leave it out where min or max is given: it begins with the minimum, and autoscaling owns it from then on.",
    1,
  ).optional(),
  minReplicas: field(Replicas, "Autoscaling goes no lower.", 1).optional(),
  maxReplicas: field(Replicas, "Autoscaling goes no higher.", 3).optional(),
};

export const TenantServer = z.strictObject({
  template: field(Name, "The platform's server template; its ServerConfig is then derived.", "mlserver").optional(),
  config: field(Name, "One of this tenant's serverConfigs, instead of a template.", "mlserver-config").optional(),
  ...ReplicaRange,
  capabilities: field(
    distinctItems(z.array(Capability).min(1).max(40)),
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

export const TenantModel = z.strictObject({
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
    distinctItems(z.array(Capability).min(1).max(20)),
    "Capabilities that its Server must offer, spelt alike. The first runtime in the list is used.",
    ["sklearn"],
  ),
  memory: memory(QuantityText, "Memory that one replica takes on its Server.").optional(),
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
    "an input is a step, or some of its data: step.outputs, step.outputs.<tensor>, step.inputs",
  );
const JoinType = z.enum(["inner", "outer", "any"]);

const Step = z.strictObject({
  inputs: field(
    z.array(StepReference).max(50),
    "Steps whose outputs it takes; the pipeline's own input where left out.",
    ["features", "ranker.outputs.score"],
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

export const TenantPipeline = z.strictObject({
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

export const TenantExperiment = z.strictObject({
  default: field(Name, "The candidate whose own endpoint is split too.", "fraud-v1-baseline").optional(),
  candidates: field(
    z.record(Name, Weight).refine((all) => Object.keys(all).length > 0, "an experiment has at least one candidate"),
    "Weight by model, or by pipeline: whole numbers, which are shares of their sum.",
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
