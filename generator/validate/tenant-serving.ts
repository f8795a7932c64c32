import { z } from "zod";
import { placeholderForm, textWithNames } from "./name-placeholders.ts";
import { ContainerResources, ServerStorage } from "./resources.ts";
import { distinctItems, Environment, field, Image, memory, Name, QuantityText, Replicas, ServerName } from "./terms.ts";

export const TenantServerConfig = z.strictObject({
  template: field(Name, "The platform's server template on which the ServerConfig is based.", "mlserver"),
  images: field(
    z.strictObject({
      server: field(Image, "Image of the inference server.", "docker.io/seldonio/mlserver:1.7.1").optional(),
      agent: field(Image, "Image of Seldon's agent.", "docker.io/seldonio/seldon-agent:2.9.1").optional(),
      rclone: field(Image, "Image of rclone.", "docker.io/seldonio/seldon-rclone:2.9.1").optional(),
    }),
    "Images that replace the images of the template.",
    { server: "harbor.acme.test/fraud/mlserver:1.7.1" },
  ).default({}),
  resources: field(
    ContainerResources,
    "Resources of the inference server's container. The default of each value is the value of the template.",
    {
      requests: { cpu: "250m", memory: "1Gi" },
    },
  ).default({}),
  environment: field(
    Environment,
    "Environment variables of the inference server, in addition to those of the template.",
    {
      MLSERVER_DEBUG: "false",
    },
  ).default({}),
  storage: field(ServerStorage, "The volume into which the Server loads its models.", { size: "10Gi" }).default({}),
});
export type TenantServerConfig = z.infer<typeof TenantServerConfig>;

const Capability = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    "it must be one word, with the same spelling in the Server and in the models",
  );

const ReplicaRange = {
  replicas: field(
    Replicas,
    "Number of replicas. Omit this field if `minReplicas` or `maxReplicas` is set: autoscaling then controls the number, starting at the minimum.",
    1,
  ).optional(),
  minReplicas: field(Replicas, "Lower limit of autoscaling.", 1).optional(),
  maxReplicas: field(Replicas, "Upper limit of autoscaling.", 3).optional(),
};

export const TenantServer = z.strictObject({
  template: field(Name, "The platform's server template, from which a ServerConfig is derived.", "mlserver").optional(),
  config: field(Name, "One of this tenant's `serverConfigs`, instead of a template.", "mlserver-config").optional(),
  ...ReplicaRange,
  capabilities: field(
    distinctItems(z.array(Capability).min(1).max(40)),
    "Capabilities that models can require, instead of the capabilities of the template.",
    ["mlserver", "sklearn"],
  ).optional(),
});

const Explainer = z.strictObject({
  type: field(
    z.string().regex(/^[a-z][a-z_]{0,40}$/, "it must be an explainer of alibi-explain"),
    "The kind of explainer.",
    "anchor_tabular",
  ),
  model: field(Name, "The model that the explainer explains.", "income").optional(),
  pipeline: field(
    Name,
    "The pipeline that the explainer explains, instead of a model.",
    "income-production",
  ).optional(),
});

const placeName = placeholderForm("cluster", "environment");

export const TenantModel = z.strictObject({
  storageUri: field(
    textWithNames(
      ["cluster", "environment"],
      500,
      `^[a-z][a-z0-9]*://(${placeName}|[A-Za-z0-9])(${placeName}|[A-Za-z0-9._-])*(/(${placeName}|[A-Za-z0-9@=+_,-])(${placeName}|[A-Za-z0-9@=+_,.-])*)*/?$`,
      "it must be scheme://bucket/path, without dot segments",
    ),
    "The folder of the model's artifact. {cluster} stands for the name of each cluster, and {environment} for the cluster's environment.",
    "s3://fraud-detection/baseline/3",
  ),
  requirements: field(
    distinctItems(z.array(Capability).min(1).max(20)),
    "Capabilities that the model's Server must offer, with the same spelling. If the list contains several runtimes, Seldon uses the first.",
    ["sklearn"],
  ),
  memory: memory(QuantityText, "Memory that one replica of the model uses on a Server.").optional(),
  ...ReplicaRange,
  server: field(
    ServerName,
    "The Server that loads the model. The default is any suitable Server.",
    "mlserver",
  ).optional(),
  secret: field(
    Name,
    "A secret of this tenant whose only key contains the rclone remote for the scheme of `storageUri`. The default is the secret of the artifact store.",
    "artifacts",
  ).optional(),
  explainer: field(Explainer, "Settings of a model that explains another model or a pipeline.", {
    type: "anchor_tabular",
    model: "income",
  }).optional(),
  parameters: field(
    z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/, "it must be one word"), z.string().max(1000)),
    "Parameters that the Server passes to the model when it loads the model.",
    { threshold: "0.8" },
  ).default({}),
});

const StepReference = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.(inputs|outputs)(\.[A-Za-z0-9_-]+)?)?$/,
    "it must be a step or a part of the step's data: step.outputs, step.outputs.<tensor>, step.inputs",
  );
const JoinType = z.enum(["inner", "outer", "any"]);

const Step = z.strictObject({
  inputs: field(
    z.array(StepReference).max(50),
    "Steps whose outputs are the inputs of this step. The default is the pipeline's own input.",
    ["features", "ranker.outputs.score"],
  ).default([]),
  triggers: field(
    z.array(StepReference).max(50),
    "Steps that must run before this step, but whose data this step does not use.",
    ["drift.outputs.is_drift"],
  ).default([]),
  tensorMap: field(z.record(z.string().max(200), z.string().max(200)), "Tensors to rename in the input of this step.", {
    "features.outputs.vector": "input-0",
  }).default({}),
  joinWindowMs: field(
    z.int().min(1).max(86_400_000),
    "How long this step waits for all its inputs, in milliseconds.",
    500,
  ).optional(),
  inputsJoinType: field(
    JoinType,
    "Which inputs the step joins: all (`inner`), any (`any`), or those that arrived within the join window (`outer`).",
    "inner",
  ).default("inner"),
  triggersJoinType: field(
    JoinType,
    "Which triggers the step joins: all (`inner`), any (`any`), or those that arrived within the join window (`outer`).",
    "inner",
  ).default("inner"),
});

export const TenantPipeline = z.strictObject({
  steps: field(
    z.record(Name, Step).refine((steps) => Object.keys(steps).length > 0, "a pipeline needs at least one step"),
    "Steps of the pipeline, each named after a model of this tenant.",
    { features: {}, ranker: { inputs: ["features"] } },
  ),
  output: field(
    z.array(StepReference).min(1).max(50),
    "The steps whose outputs are the response of the pipeline. If omitted, the pipeline returns no response.",
    ["ranker"],
  ).optional(),
});

const Weight = z.int().min(0).max(1_000_000);

export const TenantExperiment = z.strictObject({
  default: field(
    Name,
    "The candidate whose own endpoint also splits requests between the candidates.",
    "fraud-v1-baseline",
  ).optional(),
  candidates: field(
    z.record(Name, Weight).refine((all) => Object.keys(all).length > 0, "an experiment needs at least one candidate"),
    "Weight of each candidate (a model or a pipeline), as a whole number. A candidate's share of the traffic is its weight divided by the sum of all weights.",
    {
      "fraud-v1-baseline": 80,
      "fraud-v2-candidate": 20,
    },
  ),
  mirror: field(
    z.strictObject({
      name: field(
        Name,
        "The model or pipeline that gets copies of requests. Envoy drops the responses of this model or pipeline.",
        "fraud-v3-shadow",
      ),
      percent: field(z.int().min(1).max(100), "Percentage of the requests that Envoy copies.", 10),
    }),
    "A model or pipeline that gets copies of requests, without an effect on the responses.",
    { name: "fraud-v3-shadow", percent: 10 },
  ).optional(),
});
