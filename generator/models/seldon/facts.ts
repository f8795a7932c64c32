import type { kinds } from "./2.9/kinds.ts";

/** The parts of Seldon that run in separate pods, with Tenantry's names for them. */
export type SeldonComponent =
  | "server"
  | "scheduler"
  | "envoy"
  | "modelGateway"
  | "pipelineGateway"
  | "dataflow"
  | "hodometer";

/** The components that a SeldonRuntime creates. */
export type RuntimeComponent = Exclude<SeldonComponent, "server">;

/** The components of a SeldonRuntime that Tenantry runs. Hodometer sends usage data to Seldon, so it has no pods. */
export type RunningComponent = Exclude<RuntimeComponent, "hodometer">;

/**
 * How several pods of a component divide its work. `one`: only one pod may run. `any`: every pod can do all of the work.
 * `takeover`: one pod does each piece of the work, and another pod takes over the work of a failed pod.
 */
export type WorkSharing = "one" | "any" | "takeover";

/** All facts about a version of Seldon Core that can differ in another version. Each version has a folder next to this file. */
export interface SeldonFacts extends SeldonNames {
  /** Releases for which all facts were verified. */
  readonly releases: readonly string[];
  readonly port: SeldonPorts;
  readonly agent: AgentFacts;
  readonly requests: SeldonRequests;
  readonly sharing: Readonly<Record<RunningComponent, WorkSharing>>;
  readonly access: SeldonAccess;
  readonly charts: SeldonCharts;
  readonly ignoredFields: IgnoredFields;
  /** Classes of its kinds, for generated objects. A version with other fields widens this type. */
  readonly kinds: typeof kinds;
  /** The folder of the schemas that rendered objects are validated against. */
  readonly schemas: string;
}

/** Names and labels that policies, monitors and runbooks rely on. */
export interface SeldonNames {
  /** Names of workloads, and values of the label that their pods have. */
  readonly component: Readonly<Record<SeldonComponent, string>>;
  /** Images without their tags. Each has Seldon's version as its tag. */
  readonly image: Readonly<Record<RunningComponent | "controller" | "agent" | "rclone", string>>;
  /** The one container of each component of a SeldonRuntime. */
  readonly container: Readonly<Record<RuntimeComponent, string>>;
  /** The names of their ports. */
  readonly portNames: Readonly<Record<RuntimeComponent, readonly string[]>>;
  /** The label that the operator always sets on the pods of every component and Server. */
  readonly componentLabel: string;
  /** The label that selects the operator's own pods. */
  readonly controllerPods: Readonly<Record<string, string>>;
  /** Services that Seldon's parts look for in their own namespace. */
  readonly service: { readonly scheduler: string; readonly mesh: string };
  /** The number of ports of these Services. */
  readonly servicePorts: { readonly scheduler: number; readonly mesh: number };
  /** The names of objects that Seldon's chart creates in the operator's namespace. */
  readonly chartObjects: { readonly serverConfigs: readonly string[]; readonly seldonConfig: string };
  /** The remote without credentials that the default SeldonConfig preloads. An agent that cannot read it exits. */
  readonly publicRemoteSecret: string;
}

/** Container ports. Policies apply to these, never to the ports of a Service. */
export interface SeldonPorts {
  readonly schedulerPlain: number;
  readonly schedulerTls: number;
  readonly agentPlain: number;
  readonly agentTls: number;
  /** Of the agent, which forwards requests to the inference server in its pod. */
  readonly serverHttp: number;
  readonly serverGrpc: number;
  readonly envoyData: number;
  readonly envoyStats: number;
  readonly agentMetrics: number;
  readonly agentReadiness: number;
  /** Every container of a Server's pod calls it before it stops. */
  readonly agentDrainer: number;
  readonly gatewayMetrics: number;
  /** Of the inference server itself, which only its agent calls. */
  readonly inferenceHttp: number;
  readonly inferenceGrpc: number;
  readonly rclone: number;
}

export interface AgentFacts {
  /** The environment that is the same for every Server, in addition to names and ports, which are separate facts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Requirements from which it infers a runtime of MLServer, in the order of the agent's table. */
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

/** CPU and memory. The memory limit equals the request, and CPU has no limit. */
export type SeldonRequests = Readonly<Record<ChartPart, { readonly cpu: string; readonly memory: string }>>;

/** Service accounts, Roles and bindings that are in no folder, because Seldon creates them. */
export interface SeldonAccess {
  /** For each SeldonRuntime: an account, its Role `<name>-role`, and the resources that it may read. */
  readonly runtime: readonly { readonly account: string; readonly name: string; readonly reads: readonly string[] }[];
  readonly runtimeConfigMaps: readonly string[];
  readonly operator: {
    readonly account: string;
    readonly configMap: string;
    /** In its own namespace, independent of the watched namespaces. */
    readonly own: readonly NamedRules[];
    /** For the watched namespaces: a Role in its own namespace, or a ClusterRole as soon as it watches more than that. */
    readonly watched: NamedRules;
  };
}

/** The Role `<name>-role`, which `<name>-rolebinding` binds. */
interface NamedRules {
  readonly name: string;
  readonly rules: readonly {
    readonly verbs: readonly string[];
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
  }[];
}

/** Keys of a chart's values. `true` if the user chooses all keys below. */
export type ChartKeys = { readonly [key: string]: ChartKeys | true };

/** The keys that a version's charts read, by the chart. Helm silently ignores every other key. */
export type SeldonCharts = Readonly<Record<string, ChartKeys>>;

/** Paths of fields that are in the CRDs and that no code reads, by `<group>/<Kind>`. `*` is each entry of a list. */
export type IgnoredFields = Readonly<Record<string, readonly (readonly string[])[]>>;
