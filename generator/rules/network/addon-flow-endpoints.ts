import { type ClusterComponent, unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import type { AddressEndpoint, Endpoint } from "../../evaluate/network/reach.ts";
import type { AddonEntry } from "../../validate/addons/on-cluster.ts";
import type { Workload } from "../../validate/addons/workload.ts";
import type { TenantEntry } from "../../validate/inventory.ts";
import { componentsOf, type FlowContext, ofCluster, prometheusEndpoints } from "./flow-endpoints.ts";

/** The pods of a workload, or the nodes that it runs on. */
export function workloadEndpoints(
  place: FlowContext,
  name: string,
  { namespace, hostNetwork }: Workload,
): readonly Endpoint[] {
  if (hostNetwork) return nodeEndpoints(place);
  const pod = place.endpoints.addons.get(`${namespace}/${name}`);
  return pod === undefined ? [] : [pod];
}

/** The nodes as destinations. */
export function nodeEndpoints(place: FlowContext): readonly Endpoint[] {
  return eachAddress(place, "nodes", "own-node");
}

export function sourceEndpoints(
  place: FlowContext,
  addon: AddonEntry,
  source: string,
  tenants: readonly TenantEntry[],
): readonly Endpoint[] {
  const own = addon.spec.workloads[source];
  if (own !== undefined) return own.hostNetwork ? hosts(place) : workloadEndpoints(place, source, own);
  switch (source) {
    case "api-server":
      return [...eachAddress(place, "api-server"), ...hosts(place)];
    case "nodes":
      return hosts(place);
    case "outside":
      return [...place.endpoints.others.filter(({ id }) => id.owner === "undeclared"), ...hosts(place)];
    case "monitoring":
      return prometheusEndpoints(place);
    default: {
      const provided = providedWorkload(place, source);
      if (provided === undefined) return tenantEndpoints(place, source, tenants);
      return provided.workload.hostNetwork ? hosts(place) : workloadEndpoints(place, provided.name, provided.workload);
    }
  }
}

/** Nodes as sources. Behind an overlay, Calico's nodes send from tunnel addresses, which are among the addresses of pods. */
function hosts(place: FlowContext): readonly Endpoint[] {
  const { cni, podCIDRs } = place.cluster.spec.network;
  const tunnels = podCIDRs.map(
    (cidr): AddressEndpoint => ({ kind: "address", id: unnamedEndpoint("a node behind an overlay"), cidrs: [cidr] }),
  );
  return [...eachAddress(place, "nodes", "own-node"), ...(cni === "cilium" ? [] : tunnels)];
}

/** One endpoint for each network, because a policy could allow only some of them. */
function eachAddress({ endpoints }: FlowContext, ...components: readonly ClusterComponent[]): readonly Endpoint[] {
  return components
    .flatMap((component) => ofCluster(endpoints, component))
    .flatMap((endpoint): readonly Endpoint[] =>
      endpoint.kind === "address" ? endpoint.cidrs.map((cidr) => ({ ...endpoint, cidrs: [cidr] })) : [endpoint],
    );
}

interface ProvidedWorkload {
  readonly name: string;
  readonly workload: Workload;
  /** Empty if the contract names no port. */
  readonly port: string;
}

export function providedWorkload({ cluster }: FlowContext, contract: string): ProvidedWorkload | undefined {
  const found = cluster.addons.flatMap(({ spec }) =>
    Object.entries(spec.provides).flatMap(([name, facts]) => {
      if (name !== contract || facts === undefined || !("workload" in facts)) return [];
      const workload = spec.workloads[facts.workload];
      return workload === undefined
        ? []
        : [{ name: facts.workload, workload, port: "port" in facts ? (facts.port ?? "") : "" }];
    }),
  );
  return found[0];
}

/** The pods of a group of tenants' pods, in the namespaces of these tenants or in that of a shared runtime. */
export function tenantEndpoints(
  { endpoints, pattern }: FlowContext,
  group: string,
  tenants: readonly TenantEntry[],
): readonly Endpoint[] {
  const local = tenants.flatMap(({ name }) => endpoints.tenants.get(name) ?? []);
  const shared = endpoints.others.filter(({ id }) => id.owner === "seldon");
  const runtime = pattern.runtime === "shared" ? shared : local;
  switch (group) {
    case "tenants":
      return componentsOf(local, "pod");
    case "tenants.servers":
      return componentsOf(local, "server");
    case "tenants.envoy":
      return componentsOf(runtime, "envoy");
    case "tenants.pipelines":
      return componentsOf(runtime, "modelgateway", "pipelinegateway", "dataflow");
    default:
      return [];
  }
}
