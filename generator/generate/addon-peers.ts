import { type FlowPeer, type FlowPort, tcp } from "../patterns/flow.ts";
import type { ContractName } from "../validate/addons/contracts.ts";
import { contractNames } from "../validate/addons/contracts.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { providerOf } from "../validate/addons/retire.ts";
import type { Workload } from "../validate/addons/workload.ts";
import { exceptCidrs } from "../validate/address-ranges.ts";
import { ownNetworks } from "../validate/own-networks.ts";
import type { ClusterScope } from "./scope.ts";

/** Pods of an add-on, or everything else that reaches such pods or that such pods reach. */
export interface ConnectionPeer {
  /** In names of policies. */
  readonly word: string;
  /** In sentences. */
  readonly text: string;
  /** Undefined for peers without pods of an add-on. */
  readonly workload?: Workload;
  readonly peers: readonly FlowPeer[];
}

/** A target that an add-on's file names, with its ports. */
interface Target {
  readonly to: ConnectionPeer;
  readonly ports: readonly FlowPort[];
  readonly portNames: readonly string[];
}

/** The peers that the add-on's file names by one word as a source. */
export function sourcePeers(scope: ClusterScope, addon: AddonEntry, source: string): readonly ConnectionPeer[] {
  const own = addon.spec.workloads[source];
  if (own !== undefined) return [asSource(workloadPeer(scope, addon, source, own))];
  if (isContract(source)) return contractPeers(scope, source).map(({ to }) => asSource(to));
  switch (source) {
    case "api-server":
      return [
        { word: source, text: "the API server", peers: [{ kind: "hosts", entities: ["kube-apiserver", ...nodes] }] },
      ];
    case "nodes":
      return [{ word: source, text: "a node", peers: [{ kind: "hosts", entities: nodes }] }];
    case "outside":
      return [{ word: source, text: "every source", peers: [{ kind: "everyone" }] }];
    default:
      return tenantPeers(scope, source);
  }
}

const nodes = ["host", "remote-node"] as const;

/** A pod on the network of a node sends from the node. */
function asSource(peer: ConnectionPeer): ConnectionPeer {
  return peer.workload?.hostNetwork ? { ...peer, peers: [{ kind: "hosts", entities: nodes }] } : peer;
}

/** The targets that the add-on's file names by one word, with the ports there. */
export function targetPeers(scope: ClusterScope, addon: AddonEntry, target: string): readonly Target[] {
  const { cluster, seldon } = scope;
  if (target === "api-server") {
    const { endpoints, port } = cluster.spec.network.apiServer;
    const to: ConnectionPeer = {
      word: target,
      text: "the API server",
      peers: [{ kind: "api-server", cidrs: endpoints }],
    };
    return [{ to, ports: tcp(port), portNames: [] }];
  }
  if (target === "tenants.envoy")
    return tenantPeers(scope, target).map((to) => ({ to, ports: tcp(seldon.port.envoyData), portNames: [] }));
  // Without a port, the policy would allow all ports.
  if (isContract(target)) return contractPeers(scope, target).filter(({ ports }) => ports.length > 0);
  const [name = "", port = ""] = target.split(".");
  const own = addon.spec.workloads[name];
  if (own === undefined) return [];
  return [{ to: workloadPeer(scope, addon, name, own), ports: workloadPorts(own, port), portNames: [port] }];
}

/** The pods behind a contract: of the add-on that provides it, or those that a file names. */
function contractPeers(scope: ClusterScope, contract: ContractName): readonly Target[] {
  const { cluster } = scope;
  const provider = providerOf(cluster.addons, contract);
  const facts = provider?.spec.provides[contract];
  if (provider !== undefined) {
    const name = facts !== undefined && "workload" in facts ? facts.workload : "";
    const workload = provider.spec.workloads[name];
    if (workload === undefined) return [];
    const port = facts !== undefined && "port" in facts ? (facts.port ?? "") : "";
    return [
      { to: workloadPeer(scope, provider, name, workload), ports: workloadPorts(workload, port), portNames: [port] },
    ];
  }
  return placesByHand(scope, contract).map(({ peers, ports }) => ({
    to: { word: wordOf(contract), text: textOf[contract] ?? contract, peers },
    ports,
    portNames: [],
  }));
}

interface PlaceByHand {
  readonly peers: readonly FlowPeer[];
  readonly ports: readonly FlowPort[];
}

/** The pods and networks behind a contract that no add-on provides. */
function placesByHand({ cluster, platform }: ClusterScope, contract: ContractName): readonly PlaceByHand[] {
  const { services, seldon, artifactStores, database } = platform.spec;
  const own = ownNetworks(cluster.spec.network);
  const ofService = (name: string | undefined): readonly PlaceByHand[] => {
    const found = services[name ?? ""];
    if (found === undefined) return [];
    const { namespace, pods, ports } = found;
    return [{ peers: [{ kind: "pods", namespaces: [namespace], labels: pods }], ports }];
  };
  const outside = (cidrs: readonly string[], port: number): PlaceByHand => ({
    peers: cidrs.map((cidr) => ({ kind: "outside", cidr, except: exceptCidrs(cidr, own) })),
    ports: tcp(port),
  });
  switch (contract) {
    case "monitoring": {
      const { namespace, pods } = cluster.spec.prometheus;
      return [{ peers: [{ kind: "pods", namespaces: [namespace], labels: pods }], ports: [] }];
    }
    case "streaming":
      return ofService(seldon.kafka?.service);
    case "objectStore":
      return Object.values(artifactStores).flatMap(({ service, external }) => [
        ...ofService(service),
        ...(external === undefined ? [] : [outside(external.cidrs, external.port)]),
      ]);
    case "database":
      return database === undefined
        ? []
        : database.cidrs === undefined
          ? ofService(database.service).map(({ peers }) => ({ peers, ports: tcp(database.port) }))
          : [outside(database.cidrs, database.port)];
    default:
      return [];
  }
}

/** The pods of a workload. Policies do not apply to pods on the network of a node: for others, they are the node. */
export function workloadPeer(scope: ClusterScope, addon: AddonEntry, name: string, workload: Workload): ConnectionPeer {
  const contract = contractNames.find((candidate) => {
    const facts = addon.spec.provides[candidate];
    return facts !== undefined && "workload" in facts && facts.workload === name;
  });
  const named = contract === undefined ? undefined : textOf[contract];
  const { namespace, pods } = workload;
  const text = named ?? name;
  return workload.hostNetwork
    ? { ...nodesPeer(scope, name, text), workload }
    : { word: name, text, workload, peers: [{ kind: "pods", namespaces: [namespace], labels: pods }] };
}

/** The nodes as a destination. */
export function nodesPeer({ cluster }: ClusterScope, word: string, text: string): ConnectionPeer {
  return { word, text, peers: [{ kind: "nodes", cidrs: cluster.spec.network.nodeCIDRs }] };
}

/** The provider of a contract, in sentences. */
const textOf: Readonly<Partial<Record<ContractName, string>>> = {
  mesh: "the mesh",
  gateway: "the gateway",
  registry: "the registry",
  monitoring: "Prometheus",
  objectStore: "the object store",
  experimentTracking: "the tracking server",
  streaming: "Kafka",
  database: "the database",
};

export type TenantPods = "tenants.pipelines" | "tenants.servers" | "tenants.envoy";

/** The pods of all tenants' namespaces, or with a shared runtime those of Seldon's namespace. */
function tenantPeers(scope: ClusterScope, group: string): readonly ConnectionPeer[] {
  const { component } = scope.seldon;
  const peer = (text: string, of: TenantPods, ...values: readonly string[]): readonly ConnectionPeer[] => [
    { word: wordOf(group), text, peers: values.map((value) => tenantPeer(scope, of, value)) },
  ];
  switch (group) {
    case "tenants":
      return [{ word: group, text: "each pod of a tenant", peers: [{ kind: "tenants", labels: {} }] }];
    case "tenants.pipelines": {
      const { dataflow, modelGateway, pipelineGateway } = component;
      return peer("the pipelines of tenants", group, dataflow, modelGateway, pipelineGateway);
    }
    case "tenants.servers":
      return peer("the Servers of tenants", group, component.server);
    case "tenants.envoy":
      return peer("the Envoy of tenants", group, component.envoy);
    default:
      return [];
  }
}

export function tenantPeer({ pattern, platform, seldon }: ClusterScope, group: TenantPods, value: string): FlowPeer {
  const labels = { [seldon.componentLabel]: value };
  return pattern.runtime === "shared" && group !== "tenants.servers"
    ? { kind: "pods", namespaces: [platform.spec.seldon.namespace], labels }
    : { kind: "tenants", labels };
}

function isContract(name: string): name is ContractName {
  return contractNames.some((contract) => contract === name);
}

export function workloadPorts({ ports }: Workload, name: string): readonly FlowPort[] {
  const port = ports[name];
  if (port === undefined) return [];
  return [typeof port === "number" ? { port, protocol: "TCP" } : port];
}

/** A name in a policy's name: it contains no dots and no capital letters. */
function wordOf(name: string): string {
  return name.replaceAll(".", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
