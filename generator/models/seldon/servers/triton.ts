import type { InferenceServer } from "./inference-server.ts";

/** NVIDIA's Triton as Seldon's setup chart runs it (2.9.1). */
export const triton: InferenceServer = {
  name: "triton",
  control: "triton",
  environment: {
    SERVER_HTTP_PORT: "9000",
    SERVER_GRPC_PORT: "9500",
    SERVER_MODELS_DIR: "/mnt/agent/models",
    LD_PRELOAD: "/usr/lib/x86_64-linux-gnu/libtcmalloc.so.4",
  },
  portVariables: { http: "SERVER_HTTP_PORT", grpc: "SERVER_GRPC_PORT" },
  metricsPort: 8002,
  livePath: "/v2/health/live",
  startupFailures: 10,
  start: {
    command: ["bash"],
    args: [
      "-c",
      [
        "tritonserver",
        "--model-repository=$(SERVER_MODELS_DIR)",
        "--http-port=$(SERVER_HTTP_PORT)",
        "--grpc-port=$(SERVER_GRPC_PORT)",
        "--log-verbose=1",
        "--model-control-mode=explicit",
        "--backend-config=python,shm-default-byte-size=16777216",
      ].join(" "),
    ],
  },
  volumes: [{ name: "dshm", emptyDir: { medium: "Memory", sizeLimit: "256Mi" } }],
  mounts: [{ name: "dshm", mountPath: "/dev/shm" }],
};
