import type { SeldonNames } from "../facts.ts";

/** Names and labels that Seldon gives to what it makes, from its operator and agent at 2.9.1. */
export const names: SeldonNames = {
  component: {
    server: "seldon-server",
    scheduler: "seldon-scheduler",
    envoy: "seldon-envoy",
    modelGateway: "seldon-modelgateway",
    pipelineGateway: "seldon-pipelinegateway",
    dataflow: "seldon-dataflow-engine",
    hodometer: "hodometer",
  },
  container: {
    scheduler: "scheduler",
    envoy: "envoy",
    modelGateway: "modelgateway",
    pipelineGateway: "pipelinegateway",
    dataflow: "dataflow-engine",
    hodometer: "hodometer",
  },
  componentLabel: "app.kubernetes.io/name",
  controllerPods: { "control-plane": "v2-controller-manager" },
  service: { scheduler: "seldon-scheduler", mesh: "seldon-mesh" },
  chartObjects: { serverConfigs: ["mlserver", "triton"], seldonConfig: "default" },
  publicRemoteSecret: "seldon-rclone-gs-public",
};
