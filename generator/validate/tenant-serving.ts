import { z } from "zod";
import { ContainerResources, ServerStorage } from "./resources.ts";
import { distinctItems, Environment, field, Image, memory, Name, QuantityText, Replicas, ServerName } from "./terms.ts";

export const TenantServerConfig = z.strictObject({
  template: field(Name, "The platform's server template that it is based on.", "mlserver"),
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
    "Resources of the inference server's container. Omitted values come from the template.",
    {
      requests: { cpu: "250m", memory: "1Gi" },
    },
  ).default({}),
  environment: field(Environment, "Environment of the inference server, added to the template's.", {
    MLSERVER_DEBUG: "false",
  }).default({}),
  storage: field(ServerStorage, "The volume into which models are loaded.", { size: "10Gi" }).default({}),
});
export type TenantServerConfig = z.infer<typeof TenantServerConfig>;

const Capability = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "it must be one word, as the server and the models spell it");

const ReplicaRange = {
  replicas: field(
    Replicas,
    "Number of replicas. Omit it if minReplicas or maxReplicas is set: the number then starts at the minimum, and autoscaling controls it.",
    1,
  ).optional(),
  minReplicas: field(Replicas, "Lower limit of autoscaling.", 1).optional(),
  maxReplicas: field(Replicas, "Upper limit of autoscaling.", 3).optional(),
};

export const TenantServer = z.strictObject({
  template: field(Name, "The platform's server template, from which a ServerConfig is derived.", "mlserver").optional(),
  config: field(Name, "One of this tenant's serverConfigs, instead of a template.", "mlserver-config").optional(),
  ...ReplicaRange,
  capabilities: field(
    distinctItems(z.array(Capability).min(1).max(40)),
    "Capabilities that models can require, instead of the template's list.",
    ["mlserver", "sklearn"],
  ).optional(),
});

const Explainer = z.strictObject({
  type: field(
    z.string().regex(/^[a-z][a-z_]{0,40}$/, "it must be an explainer of alibi-explain"),
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
        "it must be scheme://bucket/path, without dot segments",
      ),
    "The folder of the artifact.",
    "s3://fraud-detection/baseline/3",
  ),
  requirements: field(
    distinctItems(z.array(Capability).min(1).max(20)),
    "Capabilities that its Server must offer, with the same spelling. The first runtime in the list is used.",
    ["sklearn"],
  ),
  memory: memory(QuantityText, "Memory that one replica uses on its Server.").optional(),
  ...ReplicaRange,
  server: field(ServerName, "The Server that it runs on. The default is any suitable Server.", "mlserver").optional(),
  secret: field(
    Name,
    "A secret of this tenant with one key, the rclone remote of the storageUri's scheme. The default is the artifact store's secret.",
    "artifacts",
  ).optional(),
  explainer: field(Explainer, "Settings of a model that explains another model or a pipeline.", {
    type: "anchor_tabular",
    model: "income",
  }).optional(),
  parameters: field(
    z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/, "it must be one word"), z.string().max(1000)),
    "Parameters that the model gets when it loads.",
    { threshold: "0.8" },
  ).default({}),
});

const StepReference = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.(inputs|outputs)(\.[A-Za-z0-9_-]+)?)?$/,
    "an input must be a step or a part of its data: step.outputs, step.outputs.<tensor>, step.inputs",
  );
const JoinType = z.enum(["inner", "outer", "any"]);

const Step = z.strictObject({
  inputs: field(
    z.array(StepReference).max(50),
    "Steps whose outputs are its inputs. The default is the pipeline's own input.",
    ["features", "ranker.outputs.score"],
  ).default([]),
  triggers: field(z.array(StepReference).max(50), "Steps that must run first, but whose data is not used.", [
    "drift.outputs.is_drift",
  ]).default([]),
  tensorMap: field(z.record(z.string().max(200), z.string().max(200)), "Tensors to rename in the input.", {
    "features.outputs.vector": "input-0",
  }).default({}),
  joinWindowMs: field(
    z.int().min(1).max(86_400_000),
    "How long inputs wait for each other, in milliseconds.",
    500,
  ).optional(),
  inputsJoinType: field(
    JoinType,
    "Which inputs are joined: all (`inner`), any (`any`), or those that arrived (`outer`).",
    "inner",
  ).default("inner"),
  triggersJoinType: field(
    JoinType,
    "Which triggers are joined: all (`inner`), any (`any`), or those that arrived (`outer`).",
    "inner",
  ).default("inner"),
});

export const TenantPipeline = z.strictObject({
  steps: field(
    z.record(Name, Step).refine((steps) => Object.keys(steps).length > 0, "a pipeline needs at least one step"),
    "Its steps, each named after a model of this tenant.",
    { features: {}, ranker: { inputs: ["features"] } },
  ),
  output: field(
    z.array(StepReference).min(1).max(50),
    "The steps whose outputs are the response. Without it the pipeline returns no response.",
    ["ranker"],
  ).optional(),
});

const Weight = z.int().min(0).max(1_000_000);

export const TenantExperiment = z.strictObject({
  default: field(Name, "The candidate whose own endpoint is also split.", "fraud-v1-baseline").optional(),
  candidates: field(
    z.record(Name, Weight).refine((all) => Object.keys(all).length > 0, "an experiment needs at least one candidate"),
    "Weight of each model or pipeline, as a whole number. Its share of the traffic is the weight divided by the sum.",
    {
      "fraud-v1-baseline": 80,
      "fraud-v2-candidate": 20,
    },
  ),
  mirror: field(
    z.strictObject({
      name: field(
        Name,
        "The model or pipeline that gets copies of requests. Its responses are dropped.",
        "fraud-v3-shadow",
      ),
      percent: field(z.int().min(1).max(100), "Percentage of the traffic that is copied.", 10),
    }),
    "A candidate that gets a copy of the traffic, and whose responses are dropped.",
    { name: "fraud-v3-shadow", percent: 10 },
  ).optional(),
});
