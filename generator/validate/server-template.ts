import { z } from "zod";
import type { InferenceServer } from "../models/seldon/servers/inference-server.ts";
import { inferenceServers } from "../models/seldon/servers/table.ts";
import { ContainerResources } from "./resources.ts";
import { Environment, field, Image, Size } from "./terms.ts";

const Sidecar = z.strictObject({
  image: field(
    Image,
    "Image of this container. The default is Seldon's own image for the cluster's Seldon version.",
    "docker.io/seldonio/seldon-agent:2.9.1",
  ).optional(),
  resources: field(ContainerResources, "Resources of this container.", {
    requests: { cpu: "200m", memory: "1Gi" },
    limits: { cpu: "500m", memory: "1Gi" },
  }),
});

export const ServerTemplate = z.strictObject({
  type: typeAmong(inferenceServers),
  image: field(Image, "Image of the inference server.", "docker.io/seldonio/mlserver:1.7.1"),
  capabilities: field(
    z.array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)).min(1),
    "Capabilities that models can require.",
    ["mlserver", "sklearn"],
  ),
  resources: field(ContainerResources, "Resources of the inference server's container.", {
    requests: { cpu: "100m", memory: "1Gi" },
    limits: { cpu: "1", memory: "1Gi" },
  }),
  environment: field(
    Environment,
    "Environment variables of the inference server, in addition to the variables that Seldon needs.",
    {},
  ).default({}),
  storage: field(
    z.strictObject({ size: field(Size, "Size of the volume into which the Server loads its models.", "1Gi") }),
    "The volume into which the Server loads its models.",
    { size: "1Gi" },
  ),
  overcommitPercentage: field(
    z.int().min(0).max(100),
    "Percentage by which the memory of loaded models may exceed the server's memory request.",
    10,
  ).default(10),
  agent: field(Sidecar, "The container of Seldon's agent, in the same pod as the inference server.", {
    resources: { requests: { cpu: "200m", memory: "1Gi" } },
  }),
  rclone: field(Sidecar, "The rclone container that downloads the artifacts.", {
    resources: { requests: { cpu: "50m", memory: "128Mi" } },
  }),
});
export type ServerTemplate = z.infer<typeof ServerTemplate>;

/** The schema of a template with these types of inference servers. */
export function serverTemplate(servers: readonly InferenceServer[]): typeof ServerTemplate {
  return ServerTemplate.extend({ type: typeAmong(servers) });
}

function typeAmong(servers: readonly InferenceServer[]): z.ZodEnum<Record<string, string>> {
  return field(
    z.enum(servers.map(({ name }) => name)),
    "The inference server. The container of the inference server also gets this name, because Seldon's agent expects this name.",
    "mlserver",
  );
}
