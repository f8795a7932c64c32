import type { SeldonPorts } from "../facts.ts";

/** Ports of Seldon's containers, from its operator at 2.9.1. */
export const port: SeldonPorts = {
  schedulerPlain: 9004,
  schedulerTls: 9044,
  agentPlain: 9005,
  agentTls: 9055,
  serverHttp: 9001,
  serverGrpc: 9501,
  envoyData: 9000,
  envoyStats: 9003,
  agentMetrics: 9006,
  agentReadiness: 9008,
  agentDrainer: 9007,
  gatewayMetrics: 9006,
  inferenceHttp: 9000,
  inferenceGrpc: 9500,
  rclone: 5572,
};
