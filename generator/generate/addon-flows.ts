import type { Flow, FlowPeer, FlowPort } from "../patterns/flow.ts";
import type { ContractName } from "../validate/addons/contracts.ts";
import { contractNames } from "../validate/addons/contracts.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { providerOf } from "../validate/addons/retire.ts";
import type { Workload } from "../validate/addons/workload.ts";
import type { ClusterEntry, Origin } from "../validate/inventory.ts";
import { dnsFlow } from "./runtime-flows.ts";
import { type ClusterScope, sortedEntries } from "./scope.ts";

/** Every flow across the boundary of one of an add-on's namespaces, sorted by workload. All other traffic is denied. */
export function addonFlows(scope: ClusterScope, addon: AddonEntry, namespace: string): readonly Flow[] {
  const own = sortedEntries(addon.spec.workloads).filter(
    ([, workload]) => workload.namespace === namespace && !workload.hostNetwork,
  );
  return [
    ...dnsFlow(scope.cluster, addon.at("namespaces", namespace)),
    ...own.flatMap(([name, workload]) => [
      ...flowsTo(scope, addon, name, workload),
      ...flowsFrom(scope, addon, name, workload),
    ]),
  ];
}

/** Pods at one end of a flow, with the ports that they listen on. */
interface Reached {
  readonly peers: readonly FlowPeer[];
  readonly ports: readonly FlowPort[];
}

/** Traffic to a workload: one flow for each of its ports and each source outside its namespace. */
function flowsTo(scope: ClusterScope, addon: AddonEntry, name: string, workload: Workload): readonly Flow[] {
  return sortedEntries(workload.from).flatMap(([port, sources]) =>
    sources.flatMap((source, index) => {
      const peers = sourcePeers(scope, addon, source, workload.namespace);
      if (peers.length === 0) return [];
      return [
        {
          ...flow(addon.at("workloads", name, "from", port, index), workload),
          name: `from-${wordOf(source)}-to-${name}-${port}`,
          why: `${source} reaches port ${port} of ${name}`,
          direction: "in" as const,
          peers,
          ports: portsOf(workload, [port]),
        },
      ];
    }),
  );
}

/** Traffic from a workload: one flow for each target outside its namespace. */
function flowsFrom(scope: ClusterScope, addon: AddonEntry, name: string, workload: Workload): readonly Flow[] {
  return workload.to.flatMap((target, index) => {
    const { label, why, reached } =
      typeof target === "string"
        ? {
            label: target,
            why: `${name} reaches ${target}`,
            reached: targetOf(scope, addon, target, workload.namespace),
          }
        : {
            label: `outside-${index + 1}`,
            why: target.why,
            reached: {
              peers: target.cidrs.map((cidr): FlowPeer => ({ kind: "outside", cidr, except: [] })),
              ports: target.ports.map((port): FlowPort => ({ port, protocol: "TCP" })),
            },
          };
    if (reached === undefined || reached.peers.length === 0) return [];
    return [
      {
        ...flow(addon.at("workloads", name, "to", index), workload),
        name: `from-${name}-to-${wordOf(label)}`,
        why,
        direction: "out" as const,
        ...reached,
      },
    ];
  });
}

function flow(origin: Origin, { pods }: Workload): Pick<Flow, "kind" | "field" | "pods" | "origin"> {
  return { kind: "control", field: "cluster.addons", pods: { labels: pods }, origin };
}

/** Sources in the namespace of the workload are omitted, because a baseline policy allows traffic within the namespace. */
function sourcePeers(scope: ClusterScope, addon: AddonEntry, source: string, namespace: string): readonly FlowPeer[] {
  const { cluster } = scope;
  const { apiServer, nodeCIDRs, podCIDRs } = cluster.spec.network;
  const own = addon.spec.workloads[source];
  if (own !== undefined) return own.namespace === namespace ? [] : [peerOf(own)];
  if (isContract(source)) return contractPods(cluster, source).flatMap(({ peers }) => peers);
  switch (source) {
    case "api-server":
      // Behind an overlay, the API server has the tunnel address of its node, which is in the network of the pods.
      return [
        { kind: "api-server", cidrs: apiServer.endpoints },
        { kind: "nodes", cidrs: [...nodeCIDRs, ...podCIDRs] },
      ];
    case "nodes":
      return [{ kind: "nodes", cidrs: nodeCIDRs }];
    case "outside":
      return [{ kind: "everywhere" }];
    default:
      return tenantPods(scope, source);
  }
}

function targetOf(scope: ClusterScope, addon: AddonEntry, target: string, namespace: string): Reached | undefined {
  const { cluster, seldon } = scope;
  const [name = "", port = ""] = target.split(".");
  if (target === "api-server") {
    const { endpoints, port: apiPort } = cluster.spec.network.apiServer;
    return { peers: [{ kind: "api-server", cidrs: endpoints }], ports: [{ port: apiPort, protocol: "TCP" }] };
  }
  if (target === "tenants.envoy")
    return { peers: tenantPods(scope, target), ports: [{ port: seldon.port.envoyData, protocol: "TCP" }] };
  if (isContract(target)) return contractPods(cluster, target)[0];
  const own = addon.spec.workloads[name];
  if (own === undefined || own.namespace === namespace) return undefined;
  return { peers: [peerOf(own)], ports: portsOf(own, [port]) };
}

/** The pods of all tenants' namespaces, or with a shared runtime those of Seldon's namespace. */
function tenantPods({ pattern, platform, seldon }: ClusterScope, source: string): readonly FlowPeer[] {
  const { component, componentLabel } = seldon;
  const components: Readonly<Record<string, readonly string[]>> = {
    "tenants.pipelines": [component.dataflow, component.modelGateway, component.pipelineGateway],
    "tenants.servers": [component.server],
    "tenants.envoy": [component.envoy],
  };
  const chosen = components[source];
  if (chosen === undefined) return source === "tenants" ? [{ kind: "tenants", labels: {} }] : [];
  const shared = pattern.runtime === "shared" && source !== "tenants.servers";
  return chosen.map((value) =>
    shared
      ? { kind: "pods", namespaces: [platform.spec.seldon.namespace], labels: { [componentLabel]: value } }
      : { kind: "tenants", labels: { [componentLabel]: value } },
  );
}

/** The pods behind a contract: of the add-on that provides it, or of the Prometheus that the cluster's file names. */
function contractPods(cluster: ClusterEntry, contract: ContractName): readonly Reached[] {
  const provided = providerOf(cluster.addons, contract)?.spec;
  const facts = provided?.provides[contract];
  if (contract === "monitoring") {
    const { namespace, pods } = cluster.spec.prometheus;
    return [{ peers: [{ kind: "pods", namespaces: [namespace], labels: pods }], ports: [] }];
  }
  if (provided === undefined || facts === undefined || !("workload" in facts)) return [];
  const workload = provided.workloads[facts.workload];
  if (workload === undefined) return [];
  const port = "port" in facts ? facts.port : undefined;
  return [{ peers: [peerOf(workload)], ports: port === undefined ? [] : portsOf(workload, [port]) }];
}

function isContract(name: string): name is ContractName {
  return contractNames.some((contract) => contract === name);
}

function peerOf({ namespace, pods }: Workload): FlowPeer {
  return { kind: "pods", namespaces: [namespace], labels: pods };
}

function portsOf({ ports }: Workload, names: readonly string[]): readonly FlowPort[] {
  return names.flatMap((name) => {
    const port = ports[name];
    if (port === undefined) return [];
    return [typeof port === "number" ? { port, protocol: "TCP" as const } : port];
  });
}

/** A name in a policy's name: it contains no dots and no capital letters. */
function wordOf(name: string): string {
  return name.replaceAll(".", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
