import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { SeldonFacts } from "../models/seldon/facts.ts";
import type { InferenceServer } from "../models/seldon/servers/inference-server.ts";

type EnvironmentVariable = {
  name: string;
  value?: string;
  valueFrom?: {
    fieldRef?: { apiVersion: string; fieldPath: string };
    resourceFieldRef?: { containerName: string; resource: string };
  };
};

/**
 * An agent's environment. The agent reads its memory capacity from MEMORY_REQUEST, which the kubelet sets from the
 * container of that name.
 */
export function agentEnvironment(
  { agent, port, service }: SeldonFacts,
  { name: containerName, control, tracingVariable }: InferenceServer,
  reported: {
    readonly capabilities: readonly string[];
    readonly overcommitPercentage: number;
    readonly tracing: string | undefined;
  },
): EnvironmentVariable[] {
  const values: Readonly<Record<string, string>> = {
    ...agent.environment,
    SELDON_SCHEDULER_HOST: service.scheduler,
    SELDON_SCHEDULER_PORT: String(port.agentPlain),
    SELDON_SCHEDULER_TLS_PORT: String(port.agentTls),
    SELDON_ENVOY_HOST: service.mesh,
    SELDON_SERVER_HTTP_PORT: String(port.inferenceHttp),
    SELDON_SERVER_GRPC_PORT: String(port.inferenceGrpc),
    SELDON_REVERSE_PROXY_HTTP_PORT: String(port.serverHttp),
    SELDON_REVERSE_PROXY_GRPC_PORT: String(port.serverGrpc),
    SELDON_METRICS_PORT: String(port.agentMetrics),
    SELDON_READINESS_PORT: String(port.agentReadiness),
    SELDON_DRAINER_PORT: String(port.agentDrainer),
    SELDON_SERVER_TYPE: control,
    SELDON_SERVER_CAPABILITIES: reported.capabilities.join(","),
    SELDON_OVERCOMMIT_PERCENTAGE: String(reported.overcommitPercentage),
    ...(tracingVariable === undefined || reported.tracing === undefined ? {} : { [tracingVariable]: reported.tracing }),
  };
  const fieldRef = (fieldPath: string): Required<EnvironmentVariable>["valueFrom"] => ({
    fieldRef: { apiVersion: "v1", fieldPath },
  });
  return [
    ...Object.entries(values)
      .sort(([left], [right]) => compareStrings(left, right))
      .map(([name, value]) => ({ name, value })),
    {
      name: "MEMORY_REQUEST",
      valueFrom: { resourceFieldRef: { containerName, resource: "requests.memory" } },
    },
    { name: "POD_NAME", valueFrom: fieldRef("metadata.name") },
    { name: "POD_NAMESPACE", valueFrom: fieldRef("metadata.namespace") },
  ];
}
