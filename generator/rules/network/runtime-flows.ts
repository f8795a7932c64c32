/** The parts of Seldon's runtime, and the operator that connects to them. */
export type RuntimePart =
  | "operator"
  | "server"
  | "scheduler"
  | "envoy"
  | "modelgateway"
  | "pipelinegateway"
  | "dataflow"
  | "hodometer";

/** One entry for each connection between two parts of the runtime. The control plane uses plaintext or TLS. */
export const runtimeFlows: readonly {
  readonly from: RuntimePart;
  readonly to: RuntimePart;
  readonly port: number;
  readonly tls?: number;
  readonly why: string;
}[] = [
  {
    from: "operator",
    to: "scheduler",
    port: 9004,
    tls: 9044,
    why: "the operator sends Servers, Models, Pipelines and Experiments",
  },
  { from: "server", to: "scheduler", port: 9005, tls: 9055, why: "agents register their Server" },
  { from: "envoy", to: "scheduler", port: 9002, why: "Envoy fetches its routes" },
  { from: "modelgateway", to: "scheduler", port: 9004, tls: 9044, why: "the model gateway receives models" },
  { from: "hodometer", to: "scheduler", port: 9004, tls: 9044, why: "hodometer counts usage" },
  { from: "pipelinegateway", to: "scheduler", port: 9004, tls: 9044, why: "the pipeline gateway receives pipelines" },
  { from: "dataflow", to: "scheduler", port: 9008, why: "the dataflow engine receives pipelines" },
  { from: "envoy", to: "server", port: 9001, why: "requests over HTTP" },
  { from: "envoy", to: "server", port: 9501, why: "requests over gRPC" },
  { from: "envoy", to: "pipelinegateway", port: 9010, why: "requests to pipelines over HTTP" },
  { from: "envoy", to: "pipelinegateway", port: 9011, why: "requests to pipelines over gRPC" },
  { from: "modelgateway", to: "envoy", port: 9000, why: "steps of pipelines call their models" },
  { from: "pipelinegateway", to: "envoy", port: 9000, why: "the pipeline gateway calls models through Envoy" },
];

/** An agent calls back through Envoy only for models that explain others. */
export const explainerFlow = {
  from: "server",
  to: "envoy",
  port: 9000,
  why: "explainers call the models that they explain",
} as const;
