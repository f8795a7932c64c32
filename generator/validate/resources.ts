import { z } from "zod";
import { Count, cpu, field, memory, Name, QuantityText, Size } from "./terms.ts";

export const CpuAndMemory = z.strictObject({
  cpu: cpu(QuantityText, "CPU cores.").optional(),
  memory: memory(QuantityText, "Bytes of memory.").optional(),
});
export type CpuAndMemory = z.infer<typeof CpuAndMemory>;

const FullCpuAndMemory = z.strictObject({
  cpu: field(QuantityText, "CPU cores.", "20"),
  memory: field(QuantityText, "Bytes of memory.", "40Gi"),
});

export const ContainerResources = z.strictObject({
  requests: field(
    CpuAndMemory,
    "What the scheduler reserves. The server's memory is also what Seldon fits models into.",
    { cpu: "250m", memory: "1Gi" },
  ).optional(),
  limits: field(CpuAndMemory, "What the container may use at most.", { cpu: "500m", memory: "2Gi" }).optional(),
  gpus: field(Count, "ManifestGroup GPUs of the tenant's node pool.", 1).optional(),
});
export type ContainerResources = z.infer<typeof ContainerResources>;

const ObjectCounts = z.partialRecord(
  z.enum(["pods", "services", "secrets", "configMaps", "servers", "models", "pipelines", "experiments"]),
  Count,
);

export const Quota = z.strictObject({
  requests: field(FullCpuAndMemory, "CPU and memory that all pods together may request.", {
    cpu: "20",
    memory: "40Gi",
  }),
  limits: field(FullCpuAndMemory, "CPU and memory that all limits together may reach.", { cpu: "40", memory: "80Gi" }),
  storage: field(
    Size,
    "Storage that all volume claims together may request. Unbounded where left out: every increase then needs the platform team.",
    "500Gi",
  ).optional(),
  persistentVolumeClaims: field(Count, "How many volume claims may exist.", 10),
  loadBalancers: field(Count, "How many Services of type LoadBalancer may exist.", 0),
  gpus: field(Count, "How many GPUs may be requested.", 0).default(0),
  objects: field(ObjectCounts, "How many objects of a kind may exist.", { models: 50 }).default({}),
});
export type Quota = z.infer<typeof Quota>;

/** A tenant names a size, or gives values, or both: its values win over the size's. */
export const TenantQuota = z.strictObject({
  size: field(Name, "One of the platform's quota sizes.", "medium").optional(),
  requests: field(CpuAndMemory, "CPU and memory that all pods together may request.", {
    cpu: "20",
    memory: "40Gi",
  }).optional(),
  limits: field(CpuAndMemory, "CPU and memory that all limits together may reach.", {
    cpu: "40",
    memory: "80Gi",
  }).optional(),
  storage: field(Size, "Storage that all volume claims together may request.", "500Gi").optional(),
  persistentVolumeClaims: field(Count, "How many volume claims may exist.", 10).optional(),
  loadBalancers: field(Count, "How many Services of type LoadBalancer may exist.", 2).optional(),
  gpus: field(Count, "How many GPUs may be requested.", 1).optional(),
  objects: field(ObjectCounts, "How many objects of a kind may exist.", { models: 50 }).optional(),
});
export type TenantQuota = z.infer<typeof TenantQuota>;

export const ContainerLimits = z.strictObject({
  default: field(FullCpuAndMemory, "The limit of a container that sets none.", { cpu: "1", memory: "1Gi" }),
  defaultRequest: field(FullCpuAndMemory, "The request of a container that sets none.", { cpu: "50m", memory: "64Mi" }),
  max: field(FullCpuAndMemory, "The largest limit that a container may have.", { cpu: "8", memory: "32Gi" }),
});
export type ContainerLimits = z.infer<typeof ContainerLimits>;

export const TenantContainerLimits = z.strictObject({
  default: field(CpuAndMemory, "The limit of a container that sets none.", { cpu: "1" }).optional(),
  defaultRequest: field(CpuAndMemory, "The request of a container that sets none.", { cpu: "50m" }).optional(),
  max: field(CpuAndMemory, "The largest limit that a container may have.", { memory: "32Gi" }).optional(),
});

export const ServerStorage = z.strictObject({
  size: field(Size, "Size of the volume that a Server's replica loads its models into.", "10Gi").optional(),
  class: field(Name, "Storage class; the cluster's default where left out.", "fast").optional(),
});
export type ServerStorage = z.infer<typeof ServerStorage>;
