import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import { defined } from "../models/defined.ts";
import type { SeldonFacts } from "../models/seldon/facts.ts";
import { type InferenceServer, modelsVolume } from "../models/seldon/servers/inference-server.ts";
import {
  type EffectiveServerConfig,
  serverEnvironmentOf,
  serverImageOf,
  serverResourcesOf,
} from "../validate/effective.ts";
import { seldonImage } from "../validate/effective-components.ts";
import { mirroredImage } from "../validate/image-mirror.ts";
import type { ContainerResources, CpuAndMemory } from "../validate/resources.ts";
import { agentEnvironment } from "./agent-environment.ts";
import { sortedEntries, type TenantScope } from "./scope.ts";

/**
 * The pod of an inference server: rclone fetches artifacts, the agent connects to the scheduler, the server runs models.
 * Seldon's components rely on the names, ports, mounts and environment of the containers (2.9.1). Tenantry chooses sizes and images.
 */
export function podSpec(scope: TenantScope, effective: EffectiveServerConfig): IPodSpec {
  const { cluster, tenant } = scope;
  const pool = cluster.spec.nodePools[tenant.spec.nodePool ?? ""];
  const pullSecrets = Object.keys(tenant.spec.pullSecrets).sort();
  return {
    serviceAccountName: "seldon-server",
    terminationGracePeriodSeconds: 120,
    securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, runAsNonRoot: true },
    ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets.map((name) => ({ name })) } : {}),
    ...(pool === undefined ? {} : { nodeSelector: { ...pool.selector } }),
    ...(pool === undefined || pool.tolerations.length === 0
      ? {}
      : {
          tolerations: pool.tolerations.map(({ key, operator, value, effect }) => ({
            key,
            operator,
            effect,
            ...defined({ value }),
          })),
        }),
    containers: [rclone(scope, effective), agent(scope, effective), inference(scope, effective, pool?.gpuResource)],
    volumes: [
      { name: "config-volume", configMap: { name: "seldon-agent" } },
      { name: "tracing-config-volume", configMap: { name: "seldon-tracing" } },
      ...effective.server.volumes,
    ],
  };
}

function rclone({ cluster, seldon }: TenantScope, { config, template, server }: EffectiveServerConfig): IContainer {
  return {
    name: "rclone",
    image: mirroredImage(cluster.spec, config.images.rclone ?? template.rclone.image ?? seldonImage(cluster, "rclone")),
    imagePullPolicy: "IfNotPresent",
    env: [{ name: "RCLONE_LOG_LEVEL", value: "INFO" }],
    ports: portsOf({ rclone: seldon.port.rclone }),
    lifecycle: drained(seldon),
    readinessProbe: {
      tcpSocket: { port: seldon.port.rclone },
      initialDelaySeconds: 5,
      periodSeconds: 5,
      timeoutSeconds: 1,
      successThreshold: 1,
      failureThreshold: 3,
    },
    resources: resources(template.rclone.resources),
    volumeMounts: [modelsMount(server)],
  };
}

function agent(
  { platform, cluster, seldon }: TenantScope,
  { config, template, server }: EffectiveServerConfig,
): IContainer {
  const { port } = seldon;
  const ready = { httpGet: { path: "/ready", port: port.agentReadiness } };
  return {
    name: "agent",
    image: mirroredImage(cluster.spec, config.images.agent ?? template.agent.image ?? seldonImage(cluster, "agent")),
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/agent"],
    args: ["--tracing-config-path=/mnt/tracing/tracing.json"],
    env: agentEnvironment(seldon, server, { ...template, tracing: platform.spec.seldon.tracing?.endpoint }),
    ports: portsOf({
      grpc: port.serverGrpc,
      http: port.serverHttp,
      metrics: port.agentMetrics,
      "readiness-port": port.agentReadiness,
    }),
    lifecycle: drained(seldon),
    readinessProbe: { ...ready, periodSeconds: 5, failureThreshold: 1 },
    startupProbe: { ...ready, periodSeconds: 15, failureThreshold: 60 },
    resources: resources(template.agent.resources),
    volumeMounts: [
      modelsMount(server),
      { name: "config-volume", mountPath: "/mnt/config" },
      { name: "tracing-config-volume", mountPath: "/mnt/tracing" },
    ],
  };
}

function inference(
  { cluster, seldon }: TenantScope,
  effective: EffectiveServerConfig,
  gpuResource: string | undefined,
): IContainer {
  const { server } = effective;
  const live = { httpGet: { path: server.livePath, port: "server-http" } };
  const environment = { ...server.environment, ...serverEnvironmentOf(effective) };
  return {
    name: server.name,
    image: mirroredImage(cluster.spec, serverImageOf(effective)),
    imagePullPolicy: "IfNotPresent",
    ...server.start,
    env: sortedEntries(environment).map(([name, value]) => ({ name, value })),
    ports: portsOf({
      "server-grpc": seldon.port.inferenceGrpc,
      "server-http": seldon.port.inferenceHttp,
      "server-metrics": server.metricsPort,
    }),
    lifecycle: drained(seldon),
    livenessProbe: live,
    readinessProbe: { ...live, initialDelaySeconds: 5, periodSeconds: 5 },
    startupProbe: { ...live, periodSeconds: 10, failureThreshold: server.startupFailures },
    resources: resources(serverResourcesOf(effective), gpuResource),
    volumeMounts: [{ ...modelsMount(server), readOnly: true }, ...server.mounts],
  };
}

function modelsMount(server: InferenceServer): { name: string; mountPath: string } {
  return { name: modelsVolume(server), mountPath: "/mnt/agent" };
}

/** Before a container of a server stops, it calls the agent's drainer. */
function drained({ port }: SeldonFacts): Required<IContainer>["lifecycle"] {
  return { preStop: { httpGet: { path: "terminate", port: port.agentDrainer } } };
}

/**
 * Named container ports with an explicit protocol: the CRD has a default for it, so Argo CD would otherwise always show
 * a difference.
 */
function portsOf(ports: Readonly<Record<string, number>>): { name: string; containerPort: number; protocol: "TCP" }[] {
  return Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: "TCP" }));
}

/**
 * Limits are always set: with a quota on limits, the API server rejects a pod without them. The request for GPUs equals
 * the limit.
 */
function resources(
  { requests, limits, gpus }: ContainerResources,
  gpuResource?: string,
): { requests: Record<string, string>; limits: Record<string, string> } {
  const gpu: Record<string, string> =
    gpuResource === undefined || gpus === undefined || gpus === 0 ? {} : { [gpuResource]: String(gpus) };
  return { requests: { ...resourceMap(requests), ...gpu }, limits: { ...resourceMap(limits), ...gpu } };
}

function resourceMap(amounts: CpuAndMemory | undefined): Record<string, string> {
  return {
    ...defined({ cpu: amounts?.cpu, memory: amounts?.memory }),
  };
}
