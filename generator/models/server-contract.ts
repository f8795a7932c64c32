import type { InferenceServer } from "./seldon/servers/inference-server.ts";

/*
 * The contract between the parts of a Seldon inference server (2.9.1), as far as it is the same for every type of it. Sizes
 * and images are nobody's business here. Values that the setup chart leaves to configuration are its defaults.
 */

/** Who a container's neighbours are, and how patient the agent is with them. Unset means PLAINTEXT and no tracing. */
const agentDefaults: Readonly<Record<string, string>> = {
  AGENT_TLS_FOLDER_PATH: "",
  AGENT_TLS_SECRET_NAME: "",
  CONTROL_PLANE_CLIENT_TLS_CA_LOCATION: "/tmp/certs/cpc/ca.crt",
  CONTROL_PLANE_CLIENT_TLS_CRT_LOCATION: "/tmp/certs/cpc/tls.crt",
  CONTROL_PLANE_CLIENT_TLS_KEY_LOCATION: "/tmp/certs/cpc/tls.key",
  CONTROL_PLANE_CLIENT_TLS_SECRET_NAME: "seldon-controlplane-client",
  CONTROL_PLANE_SECURITY_PROTOCOL: "PLAINTEXT",
  CONTROL_PLANE_SERVER_TLS_CA_LOCATION: "/tmp/certs/cps/ca.crt",
  CONTROL_PLANE_SERVER_TLS_SECRET_NAME: "seldon-controlplane-server",
  ENVOY_SECURITY_PROTOCOL: "PLAINTEXT",
  ENVOY_UPSTREAM_CLIENT_TLS_CA_LOCATION: "/tmp/certs/duc/ca.crt",
  ENVOY_UPSTREAM_CLIENT_TLS_SECRET_NAME: "seldon-upstream-client",
  ENVOY_UPSTREAM_SERVER_TLS_CA_LOCATION: "/tmp/certs/dus/ca.crt",
  ENVOY_UPSTREAM_SERVER_TLS_CRT_LOCATION: "/tmp/certs/dus/tls.crt",
  ENVOY_UPSTREAM_SERVER_TLS_KEY_LOCATION: "/tmp/certs/dus/tls.key",
  ENVOY_UPSTREAM_SERVER_TLS_SECRET_NAME: "seldon-upstream-server",
  SELDON_DRAINER_PORT: "9007",
  SELDON_ENVOY_HOST: "seldon-mesh",
  SELDON_ENVOY_PORT: "80",
  SELDON_LOG_LEVEL: "info",
  SELDON_MAX_ELAPSED_TIME_READY_SUB_SERVICE_BEFORE_START_MINUTES: "15",
  SELDON_MAX_LOAD_ELAPSED_TIME_MINUTES: "120",
  SELDON_MAX_LOAD_RETRY_COUNT: "5",
  SELDON_MAX_TIME_READY_SUB_SERVICE_AFTER_START_SECONDS: "30",
  SELDON_MAX_UNLOAD_ELAPSED_TIME_MINUTES: "15",
  SELDON_MAX_UNLOAD_RETRY_COUNT: "1",
  SELDON_METRICS_PORT: "9006",
  SELDON_MODEL_INACTIVE_SECONDS_THRESHOLD: "600",
  SELDON_MODEL_INFERENCE_LAG_THRESHOLD: "30",
  SELDON_PERIOD_READY_SUB_SERVICE_SECONDS: "60",
  SELDON_READINESS_PORT: "9008",
  SELDON_REVERSE_PROXY_GRPC_PORT: "9501",
  SELDON_REVERSE_PROXY_HTTP_PORT: "9001",
  SELDON_SCALING_STATS_PERIOD_SECONDS: "20",
  SELDON_SCHEDULER_HOST: "seldon-scheduler",
  SELDON_SCHEDULER_PORT: "9005",
  SELDON_SCHEDULER_TLS_PORT: "9055",
  SELDON_SERVER_GRPC_PORT: "9500",
  SELDON_SERVER_HTTP_PORT: "9000",
  SELDON_UNLOAD_GRACE_PERIOD_SECONDS: "2",
};

type EnvironmentVariable = {
  name: string;
  value?: string;
  valueFrom?: {
    fieldRef?: { apiVersion: string; fieldPath: string };
    resourceFieldRef?: { containerName: string; resource: string };
  };
};

/** The agent's environment. MEMORY_REQUEST is how it learns what fits: kubelet looks up the container of that name. */
export function agentEnvironment(
  { name: containerName, control, tracingVariable }: InferenceServer,
  told: {
    readonly capabilities: readonly string[];
    readonly overcommitPercentage: number;
    readonly tracing: string | undefined;
  },
): EnvironmentVariable[] {
  const values: Readonly<Record<string, string>> = {
    ...agentDefaults,
    SELDON_SERVER_TYPE: control,
    SELDON_SERVER_CAPABILITIES: told.capabilities.join(","),
    SELDON_OVERCOMMIT_PERCENTAGE: String(told.overcommitPercentage),
    ...(tracingVariable === undefined || told.tracing === undefined ? {} : { [tracingVariable]: told.tracing }),
  };
  const fieldRef = (fieldPath: string): Required<EnvironmentVariable>["valueFrom"] => ({
    fieldRef: { apiVersion: "v1", fieldPath },
  });
  return [
    ...Object.entries(values)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, value]) => ({ name, value })),
    {
      name: "MEMORY_REQUEST",
      valueFrom: { resourceFieldRef: { containerName, resource: "requests.memory" } },
    },
    { name: "POD_NAME", valueFrom: fieldRef("metadata.name") },
    { name: "POD_NAMESPACE", valueFrom: fieldRef("metadata.namespace") },
  ];
}

/** Every container of a server is asked to drain by the agent's drainer before it stops. */
export const terminate = { preStop: { httpGet: { path: "terminate", port: 9007 } } } as const;

/** Named container ports with their protocol: the CRD defaults it, and Argo CD would see a difference for ever. */
export function portsOf(
  ports: Readonly<Record<string, number>>,
): { name: string; containerPort: number; protocol: "TCP" }[] {
  return Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: "TCP" }));
}
