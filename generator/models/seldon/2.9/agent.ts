import type { AgentFacts } from "../facts.ts";

/** The addresses of the other components, and the agent's timeouts for them. Unset means PLAINTEXT and no tracing. */
const environment: Readonly<Record<string, string>> = {
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
  SELDON_ENVOY_PORT: "80",
  SELDON_LOG_LEVEL: "info",
  SELDON_MAX_ELAPSED_TIME_READY_SUB_SERVICE_BEFORE_START_MINUTES: "15",
  SELDON_MAX_LOAD_ELAPSED_TIME_MINUTES: "120",
  SELDON_MAX_LOAD_RETRY_COUNT: "5",
  SELDON_MAX_TIME_READY_SUB_SERVICE_AFTER_START_SECONDS: "30",
  SELDON_MAX_UNLOAD_ELAPSED_TIME_MINUTES: "15",
  SELDON_MAX_UNLOAD_RETRY_COUNT: "1",
  SELDON_MODEL_INACTIVE_SECONDS_THRESHOLD: "600",
  SELDON_MODEL_INFERENCE_LAG_THRESHOLD: "30",
  SELDON_PERIOD_READY_SUB_SERVICE_SECONDS: "60",
  SELDON_SCALING_STATS_PERIOD_SECONDS: "20",
  SELDON_UNLOAD_GRACE_PERIOD_SECONDS: "2",
};

export const agent: AgentFacts = {
  environment,
  infers: ["alibi-detect", "alibi-explain", "lightgbm", "mlflow", "python", "sklearn", "xgboost"],
};
