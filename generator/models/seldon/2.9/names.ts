import type { SeldonNames } from "../facts.ts";

/** Names and labels of the objects that Seldon creates, from its operator and agent at 2.9.1. */
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
  image: {
    controller: "docker.io/seldonio/seldonv2-controller",
    scheduler: "docker.io/seldonio/seldon-scheduler",
    envoy: "docker.io/seldonio/seldon-envoy",
    modelGateway: "docker.io/seldonio/seldon-modelgateway",
    pipelineGateway: "docker.io/seldonio/seldon-pipelinegateway",
    dataflow: "docker.io/seldonio/seldon-dataflow-engine",
    agent: "docker.io/seldonio/seldon-agent",
    rclone: "docker.io/seldonio/seldon-rclone",
  },
  container: {
    scheduler: "scheduler",
    envoy: "envoy",
    modelGateway: "modelgateway",
    pipelineGateway: "pipelinegateway",
    dataflow: "dataflow-engine",
    hodometer: "hodometer",
  },
  portNames: {
    scheduler: ["xds", "scheduler", "scheduler-mtls", "agent", "agent-mtls", "dataflow"],
    envoy: ["http", "envoy-stats"],
    modelGateway: [],
    pipelineGateway: ["http", "grpc", "metrics"],
    dataflow: [],
    hodometer: [],
  },
  servicePorts: { scheduler: 6, mesh: 2 },
  componentLabel: "app.kubernetes.io/name",
  controllerPods: { "control-plane": "v2-controller-manager" },
  service: { scheduler: "seldon-scheduler", mesh: "seldon-mesh" },
  chartObjects: { serverConfigs: ["mlserver", "triton"], seldonConfig: "default" },
  publicRemoteSecret: "seldon-rclone-gs-public",
};
