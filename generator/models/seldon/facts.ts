/** The parts of Seldon that run pods of their own, by our names for them. */
export type SeldonComponent =
  | "server"
  | "scheduler"
  | "envoy"
  | "modelGateway"
  | "pipelineGateway"
  | "dataflow"
  | "hodometer";

/** Everything that is true of a version of Seldon Core and may be otherwise in another. One folder beside this file a version. */
export interface SeldonFacts extends SeldonNames {
  /** Releases that all of it was found true of. */
  readonly releases: readonly string[];
  readonly port: SeldonPorts;
  readonly agent: AgentFacts;
  readonly requests: SeldonRequests;
}

/** Names and labels that policies, monitors and runbooks rely on. */
export interface SeldonNames {
  /** Names of workloads, and values of the label that their pods have. */
  readonly component: Readonly<Record<SeldonComponent, string>>;
  /** The one container of each component of a SeldonRuntime. */
  readonly container: Readonly<Record<Exclude<SeldonComponent, "server">, string>>;
  /** The label that the operator forces on the pods of every component and Server. */
  readonly componentLabel: string;
  /** The one label that the operator's own pods are selected by. */
  readonly controllerPods: Readonly<Record<string, string>>;
  /** Services that Seldon's parts look for in their own namespace. */
  readonly service: { readonly scheduler: string; readonly mesh: string };
  /** What Seldon's chart brings along in the operator's namespace, and calls so. */
  readonly chartObjects: { readonly serverConfigs: readonly string[]; readonly seldonConfig: string };
  /** The remote without credentials that the default SeldonConfig preloads; an agent that cannot read it exits. */
  readonly publicRemoteSecret: string;
}

/** Container ports; policies apply to these, never to a Service's. */
export interface SeldonPorts {
  readonly schedulerPlain: number;
  readonly schedulerTls: number;
  readonly agentPlain: number;
  readonly agentTls: number;
  /** Of the agent, which passes requests on to the inference server beside it. */
  readonly serverHttp: number;
  readonly serverGrpc: number;
  readonly envoyData: number;
  readonly envoyStats: number;
  readonly agentMetrics: number;
  readonly agentReadiness: number;
  /** Asked by every container of a Server's pod before it stops. */
  readonly agentDrainer: number;
  readonly gatewayMetrics: number;
  /** Of the inference server itself, which only its agent calls. */
  readonly inferenceHttp: number;
  readonly inferenceGrpc: number;
  readonly rclone: number;
}

export interface AgentFacts {
  /** The environment that is the same for every Server, beside names and ports that are facts of their own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Requirements from which it tells a runtime of MLServer, in the order of its own table. */
  readonly infers: readonly string[];
}

/** A pod that Seldon's setup chart sizes, by its section of the chart's values. */
export type ChartPart =
  | "controller"
  | "scheduler"
  | "envoy"
  | "modelgateway"
  | "pipelinegateway"
  | "dataflow"
  | "hodometer";

/** CPU and memory. Memory is limited to what is requested, CPU not at all. */
export type SeldonRequests = Readonly<Record<ChartPart, { readonly cpu: string; readonly memory: string }>>;
