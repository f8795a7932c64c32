/**
 * Names, labels and ports that Seldon Core 2.9.1 gives to what it makes, and that policies, monitors and runbooks rely on.
 * Source: its operator and agent at v2.9.1; the operator's Services carry no labels of ours, so pods are selected by these.
 */
export const component = {
  server: "seldon-server",
  scheduler: "seldon-scheduler",
  envoy: "seldon-envoy",
  modelGateway: "seldon-modelgateway",
  pipelineGateway: "seldon-pipelinegateway",
  dataflow: "seldon-dataflow-engine",
  hodometer: "hodometer",
} as const;

/** The label that the operator forces on the pods of every component and Server. */
export const componentLabel = "app.kubernetes.io/name";

/** The operator's own pods. */
export const controllerPods = { "control-plane": "v2-controller-manager" } as const;

/** Names of the Services that Seldon's parts look for in their own namespace, and the ports that those have. */
export const service = { scheduler: "seldon-scheduler", mesh: "seldon-mesh" } as const;

/** What Seldon's chart brings along in the operator's namespace, and calls so. */
export const chartObjects = { serverConfigs: ["mlserver", "triton"], seldonConfig: "default" } as const;

/** Container ports; policies apply to these, never to a Service's. */
export const port = {
  schedulerPlain: 9004,
  schedulerTls: 9044,
  agentPlain: 9005,
  agentTls: 9055,
  serverHttp: 9001,
  serverGrpc: 9501,
  envoyData: 9000,
  envoyStats: 9003,
  agentMetrics: 9006,
  gatewayMetrics: 9006,
} as const;

/** The remote without credentials that the default SeldonConfig preloads; an agent that cannot read it exits. */
export const publicRemoteSecret = "seldon-rclone-gs-public";
