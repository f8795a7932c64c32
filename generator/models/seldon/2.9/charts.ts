import type { ChartKeys, SeldonCharts } from "../facts.ts";

const component = all("disable", "replicas", "podSpec");
const exposed = all("disable", "replicas", "podSpec", "serviceType");
const server: ChartKeys = {
  ...all("replicas", "minReplicas", "maxReplicas", "podSpec", "labels", "annotations"),
  statefulSetPersistentVolumeClaimRetentionPolicy: all("whenDeleted", "whenScaled"),
};

/**
 * Keys of the values of Seldon's charts, from their templates at 2.9.1. The form of a cluster file defines those of the
 * setup chart.
 */
export const charts: SeldonCharts = {
  "seldon-core-v2-runtime": {
    ...all("seldonConfig", "disableAutoUpdate"),
    scheduler: exposed,
    envoy: exposed,
    hodometer: component,
    dataflow: component,
    modelgateway: component,
    pipelinegateway: component,
    config: {
      agentConfig: { rclone: all("configSecrets") },
      kafkaConfig: all("bootstrap", "topicPrefix", "consumer", "producer", "streams", "debug"),
      serviceConfig: all("serviceGRPCPrefix", "serviceType"),
      tracingConfig: all("disable", "otelExporterEndpoint", "otelExporterProtocol", "ratio"),
    },
  },
  "seldon-core-v2-servers": { mlserver: server, triton: server },
};

function all(...names: readonly string[]): ChartKeys {
  return Object.fromEntries(names.map((name) => [name, true]));
}
