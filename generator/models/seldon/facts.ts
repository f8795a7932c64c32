import type { kinds } from "./2.9/kinds.ts";

/** The parts of Seldon that run pods of their own, by our names for them. */
export type SeldonComponent =
  | "server"
  | "scheduler"
  | "envoy"
  | "modelGateway"
  | "pipelineGateway"
  | "dataflow"
  | "hodometer";

/** Those that a SeldonRuntime makes. */
export type RuntimeComponent = Exclude<SeldonComponent, "server">;

/** Everything that is true of a version of Seldon Core and may be otherwise in another. One folder beside this file a version. */
export interface SeldonFacts extends SeldonNames {
  /** Releases that all of it was found true of. */
  readonly releases: readonly string[];
  readonly port: SeldonPorts;
  readonly agent: AgentFacts;
  readonly requests: SeldonRequests;
  readonly access: SeldonAccess;
  readonly charts: SeldonCharts;
  readonly ignoredFields: IgnoredFields;
  /** Classes of its kinds, for what is generated. A version with other fields widens this type. */
  readonly kinds: typeof kinds;
  /** The folder of their schemas, which rendered objects are held to. */
  readonly schemas: string;
}

/** Names and labels that policies, monitors and runbooks rely on. */
export interface SeldonNames {
  /** Names of workloads, and values of the label that their pods have. */
  readonly component: Readonly<Record<SeldonComponent, string>>;
  /** The one container of each component of a SeldonRuntime. */
  readonly container: Readonly<Record<RuntimeComponent, string>>;
  /** What each of those calls its ports. */
  readonly portNames: Readonly<Record<RuntimeComponent, readonly string[]>>;
  /** The label that the operator forces on the pods of every component and Server. */
  readonly componentLabel: string;
  /** The one label that the operator's own pods are selected by. */
  readonly controllerPods: Readonly<Record<string, string>>;
  /** Services that Seldon's parts look for in their own namespace. */
  readonly service: { readonly scheduler: string; readonly mesh: string };
  /** How many ports those have. */
  readonly servicePorts: { readonly scheduler: number; readonly mesh: number };
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

/** Accounts, Roles and bindings that stand in no folder, because Seldon makes them. */
export interface SeldonAccess {
  /** Beside each SeldonRuntime: an account, the Role `<name>-role` that it is bound to, and what it may read by it. */
  readonly runtime: readonly { readonly account: string; readonly name: string; readonly reads: readonly string[] }[];
  readonly runtimeConfigMaps: readonly string[];
  readonly operator: {
    readonly account: string;
    readonly configMap: string;
    /** In its own namespace, whatever it watches. */
    readonly own: readonly NamedRules[];
    /** Where it watches: a Role beside it, or a ClusterRole as soon as it watches more than its own namespace. */
    readonly watched: NamedRules;
  };
}

/** `<name>-role`, which `<name>-rolebinding` binds. */
interface NamedRules {
  readonly name: string;
  readonly rules: readonly {
    readonly verbs: readonly string[];
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
  }[];
}

/** Keys of a chart's values; `true` where everything below is somebody's own. */
export type ChartKeys = { readonly [key: string]: ChartKeys | true };

/** What a version's charts take, by the chart: Helm drops every other key in silence. */
export type SeldonCharts = Readonly<Record<string, ChartKeys>>;

/** Paths of fields that are in the CRDs and that no code looks at, by `<group>/<Kind>`. `*` is each entry of a list. */
export type IgnoredFields = Readonly<Record<string, readonly (readonly string[])[]>>;
