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
    "Resources that Kubernetes reserves for the container. Seldon loads models up to the memory request of the inference server.",
    { cpu: "250m", memory: "1Gi" },
  ).optional(),
  limits: field(CpuAndMemory, "The maximum that the container may use.", { cpu: "500m", memory: "2Gi" }).optional(),
  gpus: field(Count, "Number of whole GPUs from the tenant's node pool.", 1).optional(),
});
export type ContainerResources = z.infer<typeof ContainerResources>;

const ObjectCounts = z.partialRecord(
  z.enum(["pods", "services", "secrets", "configMaps", "servers", "models", "pipelines", "experiments"]),
  Count,
);

/** The texts of the fields that a quota of the platform and a quota of a tenant share. */
const quotaTexts = {
  requests: "Maximum CPU and memory requests of all pods together.",
  limits: "Maximum CPU and memory limits of all pods together.",
  storage: "Maximum storage of all volume claims together.",
  persistentVolumeClaims: "Maximum number of volume claims.",
  loadBalancers: "Maximum number of Services of type LoadBalancer.",
  gpus: "Maximum number of requested GPUs.",
  objects: "Maximum number of objects of each kind.",
};

/** The texts of the fields that the container limits of the platform and those of a tenant share. */
const limitTexts = {
  default: "Default limit of a container.",
  defaultRequest: "Default request of a container.",
  max: "The largest limit that a container may have.",
};

export const Quota = z.strictObject({
  requests: field(FullCpuAndMemory, quotaTexts.requests, {
    cpu: "20",
    memory: "40Gi",
  }),
  limits: field(FullCpuAndMemory, quotaTexts.limits, {
    cpu: "40",
    memory: "80Gi",
  }),
  storage: field(
    Size,
    `${quotaTexts.storage} If omitted, storage is unlimited, but every increase needs an approval from the platform team.`,
    "500Gi",
  ).optional(),
  persistentVolumeClaims: field(Count, quotaTexts.persistentVolumeClaims, 10),
  loadBalancers: field(Count, quotaTexts.loadBalancers, 0),
  gpus: field(Count, quotaTexts.gpus, 0).default(0),
  objects: field(ObjectCounts, quotaTexts.objects, { models: 50 }).default({}),
});
export type Quota = z.infer<typeof Quota>;

/** A tenant sets a size, values, or both. Its values override those of the size. */
export const TenantQuota = z.strictObject({
  size: field(Name, "One of the platform's quota sizes.", "medium").optional(),
  requests: field(CpuAndMemory, quotaTexts.requests, {
    cpu: "20",
    memory: "40Gi",
  }).optional(),
  limits: field(CpuAndMemory, quotaTexts.limits, {
    cpu: "40",
    memory: "80Gi",
  }).optional(),
  storage: field(Size, quotaTexts.storage, "500Gi").optional(),
  persistentVolumeClaims: field(Count, quotaTexts.persistentVolumeClaims, 10).optional(),
  loadBalancers: field(Count, quotaTexts.loadBalancers, 2).optional(),
  gpus: field(Count, quotaTexts.gpus, 1).optional(),
  objects: field(ObjectCounts, quotaTexts.objects, { models: 50 }).optional(),
});
export type TenantQuota = z.infer<typeof TenantQuota>;

export const ContainerLimits = z.strictObject({
  default: field(FullCpuAndMemory, limitTexts.default, { cpu: "1", memory: "1Gi" }),
  defaultRequest: field(FullCpuAndMemory, limitTexts.defaultRequest, { cpu: "50m", memory: "64Mi" }),
  max: field(FullCpuAndMemory, limitTexts.max, { cpu: "8", memory: "32Gi" }),
});
export type ContainerLimits = z.infer<typeof ContainerLimits>;

export const TenantContainerLimits = z.strictObject({
  default: field(CpuAndMemory, limitTexts.default, { cpu: "1" }).optional(),
  defaultRequest: field(CpuAndMemory, limitTexts.defaultRequest, { cpu: "50m" }).optional(),
  max: field(CpuAndMemory, limitTexts.max, { memory: "32Gi" }).optional(),
});

export const ServerStorage = z.strictObject({
  size: field(Size, "Size of the volume into which each replica of a Server loads its models.", "10Gi").optional(),
  class: field(Name, "Storage class. The default is the cluster's default class.", "fast").optional(),
});
export type ServerStorage = z.infer<typeof ServerStorage>;
