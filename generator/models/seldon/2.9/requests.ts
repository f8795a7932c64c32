import type { SeldonRequests } from "../facts.ts";

/** The default requests of each component: the values of the setup chart (2.9.1). */
export const requests: SeldonRequests = {
  controller: { cpu: "10m", memory: "64Mi" },
  scheduler: { cpu: "100m", memory: "1Gi" },
  envoy: { cpu: "100m", memory: "128Mi" },
  modelgateway: { cpu: "100m", memory: "1G" },
  pipelinegateway: { cpu: "100m", memory: "1G" },
  dataflow: { cpu: "100m", memory: "1G" },
  hodometer: { cpu: "1m", memory: "32Mi" },
};
