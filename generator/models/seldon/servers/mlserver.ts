import type { InferenceServer } from "./inference-server.ts";

/** MLServer as Seldon's setup chart runs it (2.9.1). */
export const mlserver: InferenceServer = {
  name: "mlserver",
  control: "mlserver",
  environment: {
    MLSERVER_HTTP_PORT: "9000",
    MLSERVER_GRPC_PORT: "9500",
    MLSERVER_MODELS_DIR: "/mnt/agent/models",
    MLSERVER_MODEL_PARALLEL_WORKERS: "1",
    MLSERVER_LOAD_MODELS_AT_STARTUP: "false",
    MLSERVER_GRPC_MAX_MESSAGE_LENGTH: "1048576000",
  },
  portVariables: { http: "MLSERVER_HTTP_PORT", grpc: "MLSERVER_GRPC_PORT" },
  workersVariable: "MLSERVER_MODEL_PARALLEL_WORKERS",
  tracingVariable: "MLSERVER_TRACING_SERVER",
  metricsPort: 8082,
  livePath: "/v2/health/live",
  startupFailures: 10,
  start: {},
  volumes: [{ name: "downstream-ca-certs", secret: { secretName: "seldon-downstream-server", optional: true } }],
  mounts: [{ name: "downstream-ca-certs", mountPath: "/mnt/certs", readOnly: true }],
};
