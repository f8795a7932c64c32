import { z } from "zod";
import type { InferenceServer } from "../models/seldon/servers/inference-server.ts";
import { inferenceServers } from "../models/seldon/servers/table.ts";
import { ContainerResources } from "./resources.ts";
import { Environment, field, Image, Size } from "./terms.ts";

const Sidecar = z.strictObject({
  image: field(
    Image,
    "Its image; the Seldon version's where left out.",
    "docker.io/seldonio/seldon-agent:2.9.1",
  ).optional(),
  resources: field(ContainerResources, "Its resources.", {
    requests: { cpu: "200m", memory: "1Gi" },
    limits: { cpu: "500m", memory: "1Gi" },
  }),
});

export const ServerTemplate = z.strictObject({
  type: typeAmong(inferenceServers),
  image: field(Image, "Image of the inference server.", "docker.io/seldonio/mlserver:1.7.1"),
  capabilities: field(
    z.array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)).min(1),
    "What models may require of it.",
    ["mlserver", "sklearn"],
  ),
  resources: field(ContainerResources, "Resources of the inference server's container.", {
    requests: { cpu: "100m", memory: "1Gi" },
    limits: { cpu: "1", memory: "1Gi" },
  }),
  environment: field(Environment, "Environment of the inference server, beside what Seldon needs.", {}).default({}),
  storage: field(
    z.strictObject({ size: field(Size, "Size of the volume for loaded models.", "1Gi") }),
    "The volume that models are loaded into.",
    { size: "1Gi" },
  ),
  overcommitPercentage: field(
    z.int().min(0).max(100),
    "How much more memory of models than the server requests is loaded, in percent.",
    10,
  ).default(10),
  agent: field(Sidecar, "Seldon's agent beside the server.", {
    resources: { requests: { cpu: "200m", memory: "1Gi" } },
  }),
  rclone: field(Sidecar, "The rclone that fetches the artifacts.", {
    resources: { requests: { cpu: "50m", memory: "128Mi" } },
  }),
});
export type ServerTemplate = z.infer<typeof ServerTemplate>;

/** The form of a template where these types of inference servers are known. */
export function serverTemplate(servers: readonly InferenceServer[]): typeof ServerTemplate {
  return ServerTemplate.extend({ type: typeAmong(servers) });
}

function typeAmong(servers: readonly InferenceServer[]): z.ZodEnum<Record<string, string>> {
  return field(
    z.enum(servers.map(({ name }) => name)),
    "The inference server. Its container bears this name, as Seldon's agent expects.",
    "mlserver",
  );
}
